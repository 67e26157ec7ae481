// Reads processes as JSON {name: XML} from the standard input and writes each as Camunda Modeler saves it: with the
// published moddle of BPMN, zeebe and the modeler, its header, zeebe's user task, properties, a version tag, a diagram.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { layoutProcess } from "bpmn-auto-layout";
import { BpmnModdle } from "bpmn-moddle";

const require = createRequire(import.meta.url);
const zeebe = require("zeebe-bpmn-moddle/resources/zeebe.json");
const modeler = require("modeler-moddle/resources/modeler.json");
const moddle = new BpmnModdle({ zeebe, modeler });

function extend(element, ...values) {
  element.extensionElements ??= moddle.create("bpmn:ExtensionElements", { values: [] });
  element.extensionElements.$parent = element;
  for (const value of values) value.$parent = element.extensionElements;
  element.extensionElements.get("values").push(...values);
}

function* flowElements(scope) {
  for (const element of scope.flowElements ?? []) {
    yield element;
    yield* flowElements(element);
  }
}

for (const [name, xml] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const { rootElement: definitions } = await moddle.fromXML(xml);
  Object.assign(definitions, { id: `Definitions_${name}`, targetNamespace: "http://bpmn.io/schema/bpmn" });
  definitions.exporter = "Camunda Modeler";
  definitions.exporterVersion = "5.40.0";
  definitions.set("modeler:executionPlatform", "Camunda Cloud");
  definitions.set("modeler:executionPlatformVersion", "8.8.0");
  for (const process of definitions.rootElements.filter((each) => each.$type === "bpmn:Process")) {
    extend(process, moddle.create("zeebe:VersionTag", { value: "1.0" }));
    for (const flow of [...flowElements(process)].filter((each) => each.$type === "bpmn:SequenceFlow")) {
      flow.sourceRef.get("outgoing").push(flow);
      flow.targetRef.get("incoming").push(flow);
    }
    for (const element of flowElements(process)) {
      if (element.$type === "bpmn:UserTask") {
        extend(element, moddle.create("zeebe:UserTask"));
        const property = moddle.create("zeebe:Property", { name: "hinweis", value: "nur zur Ansicht" });
        extend(element, moddle.create("zeebe:Properties", { properties: [property] }));
      }
    }
  }
  const { xml: plain } = await moddle.toXML(definitions, { format: true });
  let shown = plain;
  try {
    // The layout keeps only what the BPMN moddle knows; the diagram is taken from it, the rest from ours.
    const laid = await layoutProcess(plain);
    const diagram = laid.slice(laid.indexOf("<bpmndi:BPMNDiagram"), laid.indexOf("</bpmndi:BPMNDiagram>") + 21);
    if (diagram.length > 21) {
      shown = plain.replace("</bpmn:definitions>", `  ${diagram}\n</bpmn:definitions>`);
      const spaces = { bpmndi: "http://www.omg.org/spec/BPMN/20100524/DI", dc: "http://www.omg.org/spec/DD/20100524/DC", di: "http://www.omg.org/spec/DD/20100524/DI" };
      for (const [prefix, uri] of Object.entries(spaces)) {
        if (!shown.includes(`xmlns:${prefix}=`)) shown = shown.replace("<bpmn:definitions ", `<bpmn:definitions xmlns:${prefix}="${uri}" `);
      }
    }
  } catch (error) {
    console.error(`${name}: no diagram (${error.message})`);
  }
  writeFileSync(new URL(`${name}.bpmn`, import.meta.url), shown);
}
