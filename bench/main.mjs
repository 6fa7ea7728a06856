/**
 * Measures PWOS beside its peers: `npm run bench -- NAME [--json] [--tasks N] [--rounds N] [--peers] [--keep]`.
 *
 * All contenders of a bench run in turns, in folders of their own, and medians are compared: read the ratios, the
 * seconds belong to one machine on one day. See bench/README.md for what each one measures and what came out.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { versions } from './peers.mjs'

const benches = {
  noop: () => import('./noop.mjs'),
  layered: () => import('./layered.mjs'),
  nothing: () => import('./nothing.mjs'),
  million: () => import('./million.mjs'),
  core: () => import('./decisions.mjs'),
  psplib: () => import('./psplib.mjs'),
  wfinstances: () => import('./wfinstances.mjs'),
  'plan-scale': () => import('./plan-scale.mjs'),
  forecast: () => import('./forecast.mjs'),
  foretold: () => import('./foretold.mjs'),
  slurm: () => import('./slurm.mjs'),
  failover: () => import('./failover.mjs'),
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    tasks: { type: 'string' },
    rounds: { type: 'string' },
    data: { type: 'string', default: process.env.PWOS_DATA ?? '../shared/data' },
    set: { type: 'string' },
    schedules: { type: 'string' },
    every: { type: 'string' },
    workers: { type: 'string' },
    seed: { type: 'string' },
    each: { type: 'boolean', default: false },
    machines: { type: 'string' },
    runs: { type: 'string' },
    example: { type: 'string' },
  },
})

function usage() {
  console.error('usage: npm run bench -- NAME [--tasks N] [--rounds N] [--peers] [--keep] [--json]\n')
  console.error(`  NAME      ${Object.keys(benches).join(', ')}, or all`)
  console.error('  --tasks   how many, instead of the size that the figures in bench/README.md are for')
  console.error('  --rounds  how often each contender runs (3); the median counts')
  console.error('  --peers   the slow peers too: Snakemake from PATH or PWOS_BENCH_SNAKEMAKE. To have one, outside the repository:')
  console.error("            python3 -m venv DIR && DIR/bin/pip install 'snakemake==9.*', then PWOS_BENCH_SNAKEMAKE=DIR/bin/snakemake")
  console.error('  --data    the folder of instances made by others (PWOS_DATA, ../shared/data); for psplib also')
  console.error(
    '            --set j30|j60|j120, --schedules N, --every N (each Nth instance), --workers N, --seed N, --each (a line for each)',
  )
  console.error('            for wfinstances: --machines N (2, 8 and 64 unless given), --tasks N (schedules of the search)')
  console.error('            for foretold: --runs N (runs that are compared, after three that teach), --example ising|argon')
  console.error('  --keep    leave the folders in which they ran, and say where')
  process.exit(2)
}

function show(bench, result) {
  console.log(`\n${bench.title}`)
  const rows = result.rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shown(value)])))
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => (row[column] ?? '').length)))
  for (const row of [Object.fromEntries(columns.map((column) => [column, column])), ...rows]) {
    console.log(`  ${columns.map((column, i) => (row[column] ?? '')[i === 0 ? 'padEnd' : 'padStart'](widths[i])).join('  ')}`)
  }
  for (const goal of result.goals) console.log(`  ${goal.reached ? '✓' : '✗'} ${goal.goal}: ${shown(goal.value)}`)
}

const shown = (value) => (typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value))

function count(name, fallback) {
  if (options[name] === undefined) return fallback
  const value = Number(options[name])
  if (!Number.isInteger(value) || value < 1) usage()
  return value
}

/** What needs instances that may not be there is not part of `all`. */
const needsData = ['psplib', 'wfinstances', 'slurm']
const wanted = positionals[0] === 'all' ? Object.keys(benches).filter((name) => !needsData.includes(name)) : positionals
if (wanted.length === 0 || wanted.some((name) => benches[name] === undefined)) usage()

const report = {
  machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, system: `${process.platform} ${process.arch}` },
  date: new Date().toISOString().slice(0, 10),
  versions: versions(options.peers),
  benches: {},
}
for (const name of wanted) {
  const bench = await benches[name]()
  const result = await bench.measure({
    tasks: count('tasks', bench.tasks),
    rounds: count('rounds', 3),
    peers: options.peers,
    keep: options.keep,
    data: options.data,
    set: options.set,
    schedules: options.schedules === undefined ? undefined : count('schedules', 1),
    every: count('every', 1),
    workers: count('workers', 1),
    seed: count('seed', 1),
    runs: options.runs === undefined ? undefined : count('runs', 1),
    example: options.example,
    each: options.each,
    machines: options.machines === undefined ? [2, 8, 64] : [count('machines', 8)],
  })
  report.benches[name] = result
  if (!options.json) show(bench, result)
}
if (options.json) console.log(JSON.stringify(report, null, 2))
else
  console.log(
    `\n${report.machine.cpu}, ${report.machine.cores} cores, ${report.machine.system}; ${report.date}; ${Object.entries(report.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  )
