import { z } from 'zod'
import { waitingFor } from './describe-waiting.ts'
import { runStatus } from './run-status.ts'
import { verdictNumbers } from './verdict-numbers.ts'

/** What is told while a run is followed: one JSON line each with `--json`. Times are UTC milliseconds. */
export const runUpdate = z.discriminatedUnion('type', [
  /** First of all. `continued`: an unfinished run with the same definition and parameters was there. */
  z.object({
    type: z.literal('began'),
    at: z.number(),
    run: z.string(),
    name: z.string(),
    file: z.string(),
    store: z.string(),
    how: z.enum(['new', 'continued', 'followed', 'retried', 'waived', 'resumed']),
  }),
  /** Whether this process decides for the store now, or another one does. */
  z.object({ type: z.literal('led'), at: z.number(), run: z.string(), here: z.boolean() }),
  z.object({
    type: z.literal('task'),
    at: z.number(),
    run: z.string(),
    stage: z.string(),
    task: z.int(),
    label: z.string(),
    attempt: z.int(),
    what: z.enum(['started', 'done', 'reused', 'retrying', 'going_on', 'reworking', 'asked', 'failed', 'ignored', 'skipped']),
    cause: z.string().optional(),
    detail: z.string().optional(),
    wallMs: z.number().optional(),
    /** When a retry may start. */
    notBefore: z.number().optional(),
    /** What changes for the retry: parameters and needs. */
    changed: z.record(z.string(), z.json()).optional(),
    folder: z.string().optional(),
    lastLines: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal('gate'),
    at: z.number(),
    run: z.string(),
    stage: z.string(),
    task: z.int(),
    label: z.string(),
    gate: z.string(),
    level: z.enum(['required', 'expected', 'stretch']),
    verdict: z.enum(['passed', 'failed', 'inconclusive']),
    ...verdictNumbers,
    detail: z.string().optional(),
  }),
  z.object({ type: z.literal('phase'), at: z.number(), run: z.string(), phase: runStatus.shape.phase, reason: z.string().optional() }),
  /** Work of people: asked of them (also anew, of another), or approved by one of several. */
  z.object({
    type: z.literal('people'),
    at: z.number(),
    run: z.string(),
    what: z.enum(['asked', 'approved', 'handed_over']),
    /** Who approved, or handed it over. */
    by: z.string().optional(),
    ...waitingFor.shape,
  }),
  /** How everything stands, from time to time, for whoever draws it. */
  z.object({ type: z.literal('snapshot'), at: z.number(), status: runStatus }),
])

export type RunUpdate = z.infer<typeof runUpdate>
