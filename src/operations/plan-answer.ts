import { z } from 'zod'

const spread = z.object({ mean: z.number(), p05: z.number(), p50: z.number(), p80: z.number(), p95: z.number() })
const text = z.object({ en: z.string(), ko: z.string() })
const costs = z.array(z.object({ currency: z.string(), amount: z.number() }))

const stage = z.object({
  name: z.string(),
  tasks: z.int(),
  /** As many of them take nothing, as their results are there. */
  there: z.int(),
  /** How the number of tasks is known. */
  counted: z.enum(['exact', 'history', 'assumed']),
  /** Of one task, in ms: the mean, what one in twenty of the shortest stays below, and one in twenty of the longest goes beyond. */
  duration: z.object({
    expectedMs: z.number(),
    p05: z.number(),
    p95: z.number(),
    source: z.enum(['stated', 'limit', 'history', 'assumed']),
    /** Where it is learned: from how many tasks of how many runs, and the law they follow. */
    tasks: z.int().optional(),
    runs: z.int().optional(),
    law: z.string().optional(),
  }),
  /** Where gates had tasks repeated in earlier runs: how many of how many, and by how much that lengthens a task on average. */
  repeats: z.object({ tasks: z.int(), gates: z.array(z.object({ gate: z.string(), tasks: z.int() })), factor: z.number() }).optional(),
  /**
   * How long its jobs will wait in the cluster's queue, in ms, on top of the duration: from how many tasks of how many runs, and what those have
   * in common with these. Left out: not known, or it runs elsewhere.
   */
  queue: z
    .object({
      ...{ expectedMs: z.number(), p05: z.number(), p95: z.number(), tasks: z.int(), runs: z.int() },
      like: z.enum(['size', 'partition', 'cluster']),
    })
    .optional(),
  /** UTC ms. */
  start: z.number(),
  finish: z.number(),
  totalSlackMs: z.number(),
  freeSlackMs: z.number(),
  /** It is on the chain that fixes the finish. */
  critical: z.boolean(),
  people: z.array(z.string()),
  /** Share of the simulated runs in which it fixed the finish, and its end in them. */
  criticality: z.number().optional(),
  forecast: spread.optional(),
})

const resource = z.object({
  name: z.string(),
  kind: z.enum(['pool', 'person', 'instrument']),
  capacity: z.number(),
  peak: z.number(),
  utilisation: z.number(),
  costs,
})

/** One line of the what-if table. The first is the plan as it stands. */
const scenario = z.object({
  /** As given; empty: nothing is changed. */
  change: z.string(),
  finish: z.number(),
  makespanMs: z.number(),
  p80: z.number().optional(),
  costs,
  /** The busiest resource, and how busy. */
  bottleneck: z.object({ name: z.string(), utilisation: z.number() }).optional(),
  deadlineProbability: z.number().optional(),
})

/** One way to meet the deadline, with nothing in it that could be left out. */
const addition = z.object({ change: z.string(), finish: z.number(), p80: z.number().optional() })

export const planAnswer = z.object({
  name: z.string(),
  title: z.string().optional(),
  file: z.string(),
  timezone: z.string(),
  start: z.number(),
  finish: z.number(),
  makespanMs: z.number(),
  tasks: z.int(),
  /** As many of them take nothing, as their results are there: with `rest`. */
  there: z.int().optional(),
  /** No schedule of these durations ends before; `gap` is what could still be gained, as a share of the makespan. */
  bound: z.object({ finish: z.number(), gap: z.number(), reason: text }),
  /** Pieces are handed on while they are made: the schedule counts them as there when all are, so it and `bound` end late; simulated runs do not. */
  streamed: z.literal(true).optional(),
  /** Of `unfinished` runs nothing is in the spread: a task of theirs fitted into no opening any more. */
  forecast: z.object({ seeds: z.int(), unfinished: z.int(), finish: spread }).optional(),
  deadline: z.object({ at: z.number(), met: z.boolean(), probability: z.number().optional() }).optional(),
  costs,
  stages: z.array(stage),
  resources: z.array(resource),
  conflicts: z.array(
    z.object({
      resource: z.string(),
      waiting: z.string(),
      holding: z.string(),
      tasks: z.int(),
      from: z.number(),
      waitMs: z.number(),
      rule: z.enum(['priority', 'deadline', 'criticality', 'search', 'booking', 'calendar']),
    }),
  ),
  waits: z.array(z.object({ person: z.string(), stage: z.string(), waitMs: spread })),
  /** Where only results can tell how the work goes on. The schedule follows the likeliest branch, the forecast draws one in each run. */
  decisions: z.array(
    z.object({
      stage: z.string(),
      /** `stated`: by the file; `history`: from earlier runs; `assumed`: all alike, as nothing is known. */
      source: z.enum(['stated', 'history', 'assumed']),
      branches: z.array(z.object({ name: z.string(), chance: z.number(), expected: z.boolean() })),
    }),
  ),
  /** What the newest run has left open or waived. */
  issues: z.array(
    z.object({
      /** `RUN#1` */
      id: z.string(),
      stage: z.string(),
      what: z.string(),
      kind: z.enum(['gate', 'failure']),
      state: z.enum(['open', 'waived']),
      tasks: z.int(),
      owner: z.string().optional(),
      waiver: z.object({ by: z.string(), reason: z.string() }).optional(),
      /** All of it in a sentence. */
      says: text,
    }),
  ),
  scenarios: z.array(scenario),
  /** What is the least that must be added to meet the deadline; left out: not asked. Empty: nothing that was tried does. */
  additions: z.array(addition).optional(),
  /** Absolute paths of the files written. */
  written: z.array(z.string()),
  /** The schedule in the format asked for, where no file was named. */
  drawing: z.string().optional(),
})

export type PlanAnswer = z.infer<typeof planAnswer>
