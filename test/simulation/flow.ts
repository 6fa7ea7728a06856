import { loadWorkflow } from '#define/load.ts'
import { createEngine, type Engine } from '#engine/loop.ts'
import type { Journal, World } from '#engine/ports.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import type { Json } from '#model/json.ts'
import type { Workflow } from '#model/workflow.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'
import { type SimulatedOptions, simulatedWorld } from '#worlds/simulated/world.ts'

/** A workflow from the `stages:` part of a file, or a whole file. */
export function workflowOf(text: string, packs: { readonly [name: string]: string } = {}): Workflow {
  const { workflow, problems } = loadWorkflow(definitionOf(text), 'workflow.yaml', { pack: (name) => packs[name] })
  if (workflow === undefined) throw new Error(problems.map(({ message, at }) => `${at?.line}:${at?.column} ${message.en}`).join('\n'))
  return workflow
}

export function definitionOf(text: string): string {
  return text.startsWith('pwos:') ? text : `pwos: 1\nname: test\nresources: { gpu: 100, licence: 100 }\nstages:\n${text}`
}

const loaded = new Map<string, Workflow>()

export function load({ definition, packs = {} }: Pick<RunStarted, 'definition' | 'packs'>): Workflow {
  const key = [definition, ...Object.entries(packs).flat()].join('\0')
  const workflow = loaded.get(key) ?? workflowOf(definition, packs)
  loaded.set(key, workflow)
  return workflow
}

export interface StartOptions {
  readonly run?: string
  readonly parameters?: { readonly [name: string]: Json }
  readonly pools?: { readonly [name: string]: number }
  readonly until?: readonly number[]
  readonly packs?: { readonly [name: string]: string }
}

export function startOf(text: string, options: StartOptions = {}): Extract<Command, { type: 'start' }> {
  const { run = 'r', parameters = {}, pools = { cpu: 2, memory: 1e9 }, until, packs } = options
  const definition = definitionOf(text)
  return {
    ...{ type: 'start', run, name: 'test', definition, file: '/w/workflow.yaml', parameters, pools, fingerprint: 'f' },
    ...(until === undefined ? {} : { until }),
    ...(packs === undefined ? {} : { packs }),
  }
}

export interface Simulation {
  readonly engine: Engine
  readonly journal: Journal
  readonly world: World
  readonly events: RunEvent[]
  /** Sends and drives until nothing more happens. */
  send(...commands: readonly Command[]): Promise<readonly RunEvent[]>
}

export function simulate(options: Partial<SimulatedOptions> = {}, journal: Journal = createMemoryJournal()): Simulation {
  journal.takeLead()
  const world = simulatedWorld({ behaviour: () => ({ wallMs: 1000, outcome: { kind: 'succeeded' } }), ...options })
  const events: RunEvent[] = []
  const engine = createEngine({ journal, world, load, onEvents: (more) => events.push(...more) })
  engine.resume()
  return {
    ...{ engine, journal, world, events },
    async send(...commands) {
      const before = events.length
      for (const command of commands) journal.send(command)
      while (await engine.turn());
      return events.slice(before)
    },
  }
}
