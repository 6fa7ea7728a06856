import { z } from 'zod'

const occasion = {
  logged: z.number(),
  workflow: z.string(),
  start: z.string(),
  id: z.string(),
  at: z.number(),
  path: z.string().optional(),
  data: z.json().optional(),
}

/** What `pwos serve` tells while it lasts. */
export const serveUpdate = z.discriminatedUnion('type', [
  /** `led`: this process decides for the store now; else another one does, and this one waits. */
  z.object({ type: z.literal('led'), at: z.number(), store: z.string(), here: z.boolean() }),
  z.object({ type: z.literal('read'), at: z.number(), workflow: z.string(), file: z.string() }),
  z.object({ type: z.literal('unreadable'), at: z.number(), workflow: z.string(), file: z.string(), why: z.string() }),
  z.object({
    type: z.literal('occasion'),
    ...occasion,
    did: z.enum(['queued', 'started', 'skipped', 'missed', 'failed']),
    run: z.string().optional(),
    /** It was left out while this run was under way. */
    behind: z.string().optional(),
    why: z.string().optional(),
  }),
  z.object({ type: z.literal('run_began'), at: z.number(), run: z.string(), workflow: z.string() }),
  z.object({ type: z.literal('run_ended'), at: z.number(), run: z.string(), outcome: z.enum(['succeeded', 'failed', 'cancelled']) }),
])

export type ServeUpdate = z.infer<typeof serveUpdate>
