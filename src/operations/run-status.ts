import { z } from 'zod'
import { taskStatuses } from '#run/state.ts'
import { waitingFor } from './describe-waiting.ts'
import { verdictNumbers } from './verdict-numbers.ts'
import { runWaiver } from './waivers.ts'

/** How a run stands, for people and programs: what `status` answers, what a live view is drawn from, and how `run` ends. */

const phase = z.enum(['running', 'paused', 'cancelling', 'succeeded', 'failed', 'cancelled'])

const json = z.json()

const counts = z.object(
  Object.fromEntries(taskStatuses.map((status) => [status, z.int()])) as { [status in (typeof taskStatuses)[number]]: z.ZodInt },
)

const gate = z.object({
  name: z.string(),
  level: z.enum(['required', 'expected', 'stretch']),
  /** The criterion as written. */
  check: z.string(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
  /** Let pass by somebody; counted as nothing else. */
  waived: z.int(),
  /** How many may fail to pass, of a gate over the whole fan-out. */
  allowed: z.int(),
  /** Of the only task, or of the first task that did not pass. */
  sample: z
    .object({
      task: z.int(),
      label: z.string(),
      verdict: z.enum(['passed', 'failed', 'inconclusive', 'waived']),
      ...verdictNumbers,
      detail: z.string().optional(),
      waiver: z.object({ by: z.string(), reason: z.string() }).optional(),
    })
    .optional(),
})

const stage = z.object({
  name: z.string(),
  title: z.string().optional(),
  /** Null: only the run can tell, and has not yet. */
  tasks: z.int().nullable(),
  asked: z.boolean(),
  /** Its tasks are work of people. */
  people: z.boolean(),
  /** More tasks may come: pieces that are being made. */
  growing: z.literal(true).optional(),
  /** What it makes is handed on piece by piece, and so many wait that it is stopped where it is. */
  held: z.object({ since: z.number(), waiting: z.int() }).optional(),
  counts,
  reused: z.int(),
  retries: z.int(),
  /** Mean wall time of attempts that succeeded; null: none yet. */
  meanMs: z.number().nullable(),
  /** Tasks finished per ms since the stage's first start; null: not known. */
  ratePerMs: z.number().nullable(),
  gates: z.array(gate),
})

/** Metrics as they come: the newest values, the last one last; NaN and the infinities are null. */
const metrics = z.array(z.object({ name: z.string(), unit: z.string().optional(), values: z.array(z.number().nullable()) })).optional()

const running = z.object({ stage: z.string(), task: z.int(), label: z.string(), attempt: z.int(), since: z.number(), metrics })

/** Conditions of the surroundings: what counts, and for how long each has held tasks back. */
const suspension = z.object({
  condition: z.string(),
  reading: z.enum(['holds', 'clear', 'unknown']).nullable(),
  suspends: z.boolean(),
  since: z.number().nullable(),
  totalMs: z.number(),
})

/** A stage that waits for signals and nothing else. */
const awaiting = z.object({ stage: z.string(), signals: z.array(z.string()), since: z.number() })

const failure = z.object({
  stage: z.string(),
  task: z.int(),
  label: z.string(),
  attempt: z.int(),
  cause: z.string(),
  detail: z.string(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  at: z.number(),
  ignored: z.boolean(),
  /** The attempt's folder: command, logs, resource record. */
  folder: z.string(),
  lastLines: z.array(z.string()),
})

const output = z.object({
  stage: z.string(),
  output: z.string(),
  /** Of a fan-out: the folder in which they lie by task. */
  path: z.string(),
  /** The same under the workflow's name, as long as this run is the newest of it that succeeded. */
  latest: z.string().optional(),
  files: z.int(),
  bytes: z.number(),
})

export const runStatus = z.object({
  run: z.string(),
  name: z.string(),
  title: z.string().optional(),
  file: z.string(),
  store: z.string(),
  fingerprint: z.string(),
  phase,
  reason: z.string().optional(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  elapsedMs: z.number(),
  /** Estimated from this run's own task times; null where there is nothing to go by yet. */
  remainingMs: z.number().nullable(),
  /** Whether a process leads the store; null: not asked, or the run is over. */
  led: z.boolean().nullable(),
  parameters: z.record(z.string(), json),
  pools: z.array(z.object({ name: z.string(), held: z.number(), capacity: z.number() })),
  tasks: z.object({
    total: z.int(),
    /** Some stage's number of tasks is not known yet. */
    open: z.boolean(),
    done: z.int(),
    reused: z.int(),
    failed: z.int(),
    ignored: z.int(),
    skipped: z.int(),
    running: z.int(),
    retries: z.int(),
  }),
  stages: z.array(stage),
  /** What was let pass although a gate did not, and what rests on it. */
  waivers: z.array(runWaiver),
  conditions: z.array(suspension),
  awaiting: z.array(awaiting),
  /** What waits for people: the first fifty. */
  waiting: z.array(waitingFor),
  /** When something that waits for a calendar or a date may start; null: nothing waits so. */
  opening: z.number().nullable(),
  /** What was told to those outside, and why some of it could not be. */
  notices: z.object({ delivered: z.int(), failed: z.int(), trouble: z.string().nullable() }),
  /** What runs on machines: the first fifty. */
  running: z.array(running),
  /** The first fifty; `tasks.failed` and `tasks.ignored` count all. */
  failures: z.array(failure),
  /** What the run was for: pictures first, then outputs that no other stage takes; the last stages first, at most fifty. */
  outputs: z.array(output),
})

export type RunStatus = z.infer<typeof runStatus>
export type StageStatus = RunStatus['stages'][number]
export type GateStatus = StageStatus['gates'][number]
export type FailureStatus = RunStatus['failures'][number]
