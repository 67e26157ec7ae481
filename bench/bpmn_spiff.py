"""The same process and the same steps with SpiffWorkflow, saved and loaded by its own serialiser around every step."""

import io
import json
import re
import time
from statistics import median
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState
from tests.kernel.bpmn.notation import bpmn

ROUNDS = 5


def _python(process: str) -> str:
    """The process with conditions in Python, and the decision as a script: what SpiffWorkflow runs."""
    text = process.replace("rule r | decision=satz | result=satz", "script r")
    xml = bpmn(text).replace("=betrag", "betrag").replace(">=satz", ">satz").replace("&gt;", "&gt;")
    xml = re.sub(r'<scriptTask id="r">', '<scriptTask id="r"><script>satz = 60 if betrag > 100 else 40</script>', xml)
    return xml.replace("satz = 60 if betrag > 100", "satz = 60 if betrag &gt; 100")


def spiff_steps(process: str, variables: dict[str, Any]) -> tuple[float, int]:
    """Seconds a step, and the most characters of a saved state."""
    parser = BpmnParser()
    parser.add_bpmn_io(io.BytesIO(etree.tostring(etree.fromstring(_python(process)))))
    spec = parser.get_spec("p")
    serializer = BpmnWorkflowSerializer()
    times: list[float] = []
    size = 0
    for _ in range(ROUNDS):
        workflow = BpmnWorkflow(spec)
        workflow.get_tasks(state=TaskState.READY)[0].data.update(variables)
        workflow.do_engine_steps()
        text = serializer.serialize_json(workflow)
        while not json.loads(text)["completed"]:
            begun = time.thread_time()
            workflow = serializer.deserialize_json(text)
            ready = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]
            ready[0].run()
            workflow.do_engine_steps()
            text = serializer.serialize_json(workflow)
            times.append(time.thread_time() - begun)
            size = max(size, len(text))
    return median(times), size
