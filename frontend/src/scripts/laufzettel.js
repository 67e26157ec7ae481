// What every page of the portal and the office does when scripts are allowed. Nothing here is needed to use a page.
import { moveToErrors } from "./errors.js";
import { goBackWithoutSendingAgain } from "./going_back.js";
import { guardAgainstDoubleSending } from "./sending.js";
import { openTheTarget } from "./target.js";
import { keepWhatIsBeingTyped } from "./typing.js";
import { uploadAtOnce } from "./uploads.js";

moveToErrors();
goBackWithoutSendingAgain();
guardAgainstDoubleSending();
openTheTarget();
keepWhatIsBeingTyped();
uploadAtOnce();
