/** npm run readmes: writes each room's list of exports anew. */
import { writeFileSync } from "node:fs";
import { readmeOf, rooms } from "./readmes";

for (const room of rooms) writeFileSync(`src/${room}/README.md`, readmeOf(room));
