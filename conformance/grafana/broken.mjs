// Shows that the types judge: each fault below is put into a rendered dashboard, and tsc must refuse every one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const faults = {
  'an option that a stat does not know': ['"graphMode": "area"', '"graphMode": "aera"'],
  'a style that a line cannot have': ['"drawStyle": "line"', '"drawStyle": "lines"'],
  'a version that is no number': ['"schemaVersion": 42', '"schemaVersion": "42"'],
  'a kind of panel that is not there': ['"type": "timeseries"', '"type": "graph"'],
  'a key of a table that is not there': ['"cellHeight": "sm"', '"cellHeigth": "sm"'],
  'a variable that is read never again': ['"refresh": 2', '"refresh": 7'],
  'a query without an answer': ['"instant": true', '"instant": "yes"'],
  'a legend without a place': ['"placement": "bottom"', '"placement": "below"'],
  'a threshold without a colour': ['"color": "green"', '"colour": "green"'],
};

const made = readdirSync(join(here, 'made')).map((name) => readFileSync(join(here, 'made', name), 'utf8'));
rmSync(join(here, 'broken'), { recursive: true, force: true });
mkdirSync(join(here, 'broken'));
Object.values(faults).forEach(([right, wrong], i) => {
  const source = made.find((text) => text.includes(right));
  if (!source) {
    throw new Error(`no dashboard has ${right}`);
  }
  writeFileSync(join(here, 'broken', `${i}.ts`), source.replace(right, wrong));
});

let said = '';
try {
  execFileSync(join(here, 'node_modules', '.bin', 'tsc'), ['--project', 'tsconfig.broken.json'], { cwd: here, encoding: 'utf8' });
} catch (failure) {
  said = failure.stdout;
}
const missed = Object.keys(faults).filter((_, i) => !said.includes(`broken/${i}.ts`));
rmSync(join(here, 'broken'), { recursive: true });
if (missed.length > 0) {
  console.error(`the types accept ${missed.join(', ')}`);
  process.exit(1);
}
console.log(`${Object.keys(faults).length} faults refused`);
