/**
 * Which file may import which. Each rule argues for itself in its `comment`; the order of folders is that of
 * docs/architecture.md. The paths are those of import skeletons (scripts/import-skeleton.mjs), so `.ts` reads `.js` here.
 */

/** In the order of the data: a folder imports from those before it. */
const folders = [
  'expression',
  'calendar',
  'model',
  'quality',
  'define',
  'diagnosis',
  'analyze',
  'run',
  'engine',
  'worlds',
  'plan',
  'journal',
  'report',
  'design',
  'operations',
  'doors',
]

const pure = '^src/(expression|calendar|model|quality|define|diagnosis|analyze|run|engine|plan|report|design|worlds/simulated)/'

const order = folders.map((folder, position) => ({
  name: `order-of-folders-${folder}`,
  comment:
    'The folders are the way of the data. An import against it makes two ideas one: neither can be read, tested or replaced alone. Move the shared idea up to the folder that owns it.',
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: `^src/(${folders.slice(position + 1).join('|') || 'nothing'})/` },
}))

export default {
  forbidden: [
    ...order,
    {
      name: 'every-folder-has-a-place',
      comment:
        'A folder that is not in the list above has no direction, so nothing would be checked. Give it a place here and in docs/architecture.md.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: `^src/(${folders.join('|')})/` },
    },
    {
      name: 'pure-stays-pure',
      comment:
        'What is decided, planned and judged must be the same in a simulation, in a browser and after a crash. A pure folder that can reach one with a clock, a disk or a process has lost that.',
      severity: 'error',
      from: { path: pure },
      to: { path: '^src/', pathNot: pure },
    },
    {
      name: 'pure-knows-no-node',
      comment: 'The type check without host types says this of names; this rule says it of modules.',
      severity: 'error',
      from: { path: pure },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-uses-few-packages',
      comment:
        'Four packages that are pure themselves and run in a browser: yaml reads with positions, zod describes the file, re2js matches in linear time, get-east-asian-width knows that Korean letters are two columns wide.',
      severity: 'error',
      from: { path: pure },
      to: { path: 'node_modules/', pathNot: 'node_modules/(yaml|zod|re2js|get-east-asian-width)/' },
    },
    {
      name: 'engine-knows-no-world',
      comment:
        'One engine, two worlds: the loop that runs a study must be, to the line, the loop that simulated it. It sees a world and a journal through engine/ports only.',
      severity: 'error',
      from: { path: '^src/(run|engine)/' },
      to: { path: '^src/(worlds|journal)/' },
    },
    {
      name: 'worlds-and-journals-are-strangers',
      comment: 'Any world must go with any journal. What happened reaches the journal through the engine, after it was decided.',
      severity: 'error',
      from: { path: '^src/journal/' },
      to: { path: '^src/worlds/' },
    },
    {
      name: 'worlds-do-not-share',
      comment:
        'A world that borrows from another cannot be removed, and the simulated one must not learn what a process is. What real worlds have in common is in worlds/attempt.',
      severity: 'error',
      from: { path: '^src/worlds/([^/]+)/' },
      to: { path: '^src/worlds/([^/]+)/', pathNot: '^src/worlds/($1|attempt)/' },
    },
    {
      name: 'doors-hold-no-logic',
      comment:
        'A door turns operations into its own form. What it would reach past them for, another door needs too: make it part of an operation. (Texts, problems, and how numbers, times, plots and verdicts are put are the form in which operations speak.)',
      severity: 'error',
      from: { path: '^src/doors/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(doors|operations|calendar/zone|expression/text|model/problem|model/json|model/invariant|report/(?:format|text-width|verdict-text|verdict-tally|plot-text))[./]',
      },
    },
    {
      name: 'doors-are-strangers',
      comment:
        'Each way in can be left out without the others noticing. Only `serve` of the command line opens the one over HTTP, by its own front.',
      severity: 'error',
      from: { path: '^src/doors/([^/]+)/', pathNot: '^src/doors/cli/answers/serve[.]' },
      to: { path: '^src/doors/([^/]+)/', pathNot: '^src/doors/$1/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third. Types count: a cycle of types is a cycle of ideas.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is dead, or its use is hidden.',
      severity: 'error',
      from: { orphan: true },
      to: {},
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere fails only when it is reached, which for a lazy one may be on the day it is needed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'packages-are-declared',
      comment: 'A package that is there by chance (of another one) is gone by chance.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    baseDir: `${process.cwd()}/.check/imports`,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
