// Writes each rendered dashboard as a TypeScript file that claims to be a Dashboard, for tsc to judge.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const out = join(import.meta.dirname, '..', '..', 'out');
const made = join(import.meta.dirname, 'made');

export function typed(json) {
  return `import type { Dashboard } from '../schema.js';\n\nexport const dashboard: Dashboard = ${json.trim()};\n`;
}

rmSync(made, { recursive: true, force: true });
mkdirSync(made);
let count = 0;
for (const environment of readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const folder = join(out, environment.name, 'grafana');
  for (const file of readdirSync(folder).filter((name) => name.startsWith('configmap-grafana-dashboard-'))) {
    for (const [name, json] of Object.entries(parse(readFileSync(join(folder, file), 'utf8')).data)) {
      writeFileSync(join(made, `${environment.name}-${name}.ts`), typed(json));
      count++;
    }
  }
}
if (count === 0) {
  throw new Error(`no dashboard in ${out}: has it been rendered?`);
}
console.log(`${count} dashboards written`);
