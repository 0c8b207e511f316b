"""The roof: settings, urls, servers, the schedule, the demo company, bundles; wires rooms together, and no room imports it."""
