"""The small pictures inside tasks, events and gateways, as SVG path data on a 16 by 16 grid."""

TASK_ICONS = {
    "userTask": "M8 2.5a2.7 2.7 0 1 1 0 5.4a2.7 2.7 0 1 1 0-5.4zM2.5 14c0-3.5 2.2-5 5.5-5s5.5 1.5 5.5 5z",
    "serviceTask": "M8 5.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5zM7 1h2l.4 2 1.6.7L12.7 2.6l1.4 1.4L13 5.7l.7 "
    "1.6 2 .4v2l-2 .4-.7 1.6 1.1 1.7-1.4 1.4-1.7-1.1-1.6.7L9 16H7l-.4-2"
    "L5 13.3 3.3 14.4l-1.4-1.4L3 11.3 2.3 9.7.3 9.3v-2l2-.4L3 5.3 1.9 3.6l1.4-1.4L5 3.3l1.6-.7z",
    "scriptTask": "M4 1.5h9c-2.5 2 2 5-.5 7.5 2.5 2.5 0 4-1.5 5.5H2c2.5-2-1-4 1-6.5S2 4 4 1.5zM5 5h5M5 8h5M5 11h5",
    "businessRuleTask": "M1.5 2.5h13v11h-13zM1.5 6h13M1.5 9.7h13M5.5 6v7.5",
    "sendTask": "M1.5 3.5h13v9h-13zM1.5 3.5L8 9l6.5-5.5",
    "receiveTask": "M1.5 3.5h13v9h-13zM1.5 3.5L8 9l6.5-5.5",
    "manualTask": "M2 7l4-4.5c1-1 2 0 1.5 1L6.5 6H13c1.2 0 1.2 1.7 0 1.7H9.5"
    "M13 7.7c1.2 0 1.2 1.7 0 1.7H9.5"
    "M12.5 9.4c1.2 0 1.2 1.7 0 1.7h-3M12 11.1c1.2 0 1.2 1.7 0 1.7H5.5L2 10.5z",
}
FILLED_ICONS = frozenset({"sendTask"})

EVENT_ICONS = {
    "timer": "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM8 3.5V8l3 2",
    "message": "M1.5 3.5h13v9h-13zM1.5 3.5L8 9l6.5-5.5",
    "signal": "M8 2L14.5 13H1.5z",
    "error": "M2 14L5.5 4l4 6L14 2l-3.5 10.5-4-6z",
    "escalation": "M8 1.5L13 14 8 9 3 14z",
    "link": "M1.5 6h8V3l5 5-5 5v-3h-8z",
    "compensation": "M8 3v10L2 8zM14 3v10L8 8z",
    "terminate": "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
    "conditional": "M3 2h10v12H3zM5 5h6M5 8h6M5 11h6",
}

GATEWAY_ICONS = {
    "exclusiveGateway": "M3.5 3.5l9 9M12.5 3.5l-9 9",
    "parallelGateway": "M8 2v12M2 8h12",
    "inclusiveGateway": "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z",
    "eventBasedGateway": "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM8 4l4 3-1.5 4.7h-5L4 7z",
    "complexGateway": "M8 2v12M2 8h12M3.7 3.7l8.6 8.6M12.3 3.7l-8.6 8.6",
}

LOOP_ICONS = {
    "parallel": "M4 3v10M8 3v10M12 3v10",
    "sequential": "M3 4h10M3 8h10M3 12h10",
    "collapsed": "M2 2h12v12H2zM8 4.5v7M4.5 8h7",
    "ad-hoc": "M2 9.5c2-4 4-2.5 6-1s4 3 6-1",
    "compensation": "M8 3v10L2 8zM14 3v10L8 8z",
}

BADGES = {
    "visited": "M4 8.5l3 3 5.5-6.5",
    "current": "M5.5 3.5L12 8l-6.5 4.5z",
    "incident": "M8 3v6M8 11.5v1.5",
}
