import { nearest } from '#expression/nearest.ts'
import type { PlanInput } from './plan-input.ts'
import { changeCalendar } from './what-if-calendar.ts'
import { amountOf, type Changed, example, noAmount, type WhatIfProblem } from './what-if-change.ts'

/**
 * A what-if question as another input: `cpu=64`, `memory=+16 GB`, `gpu=x2`; `analyst-1=away:2026-12-01/2026-12-07`,
 * `analyst-1=load:50 %`, `beamline=window:…`; `analyst=+1` (one more person of a role); `sample.time=x0.5`, `sample.time=20 min`,
 * `sample.priority=5`; `deadline=2026-12-20`. `;` joins several.
 */
export function applyChange(input: PlanInput, change: string): Changed {
  let changed: Changed = { input }
  for (const part of change.split(';')) {
    const at = part.indexOf('=')
    if (at < 1)
      return {
        problem: {
          en: `“${part.trim()}” is no change: NAME=VALUE is expected.`,
          ko: `“${part.trim()}”은(는) 변경이 아닙니다. 이름=값 꼴이어야 합니다.`,
        },
        hint: example,
      }
    changed = applyOne(changed.input, part.slice(0, at).trim(), part.slice(at + 1).trim())
    if ('problem' in changed) return changed
  }
  return changed
}

function applyOne(input: PlanInput, name: string, value: string): Changed {
  const { workflow, pools } = input
  const [stageName = '', field] = name.split('.')
  if (field !== undefined) return changeStage(input, stageName, field, value)
  if (workflow.people.some((one) => one.name === name) || workflow.instruments.some((one) => one.name === name) || name === 'deadline') {
    return changeCalendar(input, name, value) ?? changeCapacity(input, name, value)
  }
  if (workflow.people.some(({ roles }) => roles.includes(name))) return changeRole(input, name, value)
  if (Object.hasOwn(pools, name)) return changeCapacity(input, name, value)
  return unknown(name, namesOf(input))
}

function namesOf({ workflow, pools }: PlanInput): readonly string[] {
  const people = workflow.people.flatMap(({ name, roles }) => [name, ...roles])
  const stages = workflow.stages.flatMap(({ name }) => [`${name}.time`, `${name}.priority`])
  return [...new Set([...Object.keys(pools), ...people, ...workflow.instruments.map(({ name }) => name), ...stages, 'deadline'])]
}

function unknown(name: string, known: readonly string[]): WhatIfProblem {
  const near = nearest(name, known)
  const list = known.slice(0, 12).join(', ')
  return {
    problem: { en: `There is no “${name}” to change.`, ko: `바꿀 수 있는 “${name}”이(가) 없습니다.` },
    hint:
      near === undefined
        ? { en: `There are ${list}.`, ko: `있는 것: ${list}` }
        : { en: `Did you mean ${near}?`, ko: `${near}을(를) 뜻했나요?` },
  }
}

function changeStage(input: PlanInput, name: string, field: string, value: string): Changed {
  const { workflow, stretch } = input
  const stage = workflow.stages.find((one) => one.name === name)
  if (stage === undefined) return unknown(`${name}.${field}`, namesOf(input))
  if (field === 'priority') {
    const priority = Number(value)
    if (!Number.isFinite(priority)) return noAmount(value)
    const stages = workflow.stages.map((one) => (one === stage ? { ...one, priority } : one))
    return { input: { ...input, workflow: { ...workflow, stages } } }
  }
  if (field !== 'time') return unknown(`${name}.${field}`, namesOf(input))
  if (value.startsWith('x')) {
    const factor = Number(value.slice(1))
    if (!(factor > 0)) return noAmount(value)
    return { input: { ...input, stretch: new Map([...stretch, [name, (stretch.get(name) ?? 1) * factor]]) } }
  }
  const seconds = amountOf(value)
  if (seconds === undefined) return noAmount(value)
  return { input: { ...input, fixed: new Map([...input.fixed, [name, seconds * 1000]]) } }
}

function changeCapacity(input: PlanInput, name: string, value: string): Changed {
  const { workflow, pools } = input
  const instrument = workflow.instruments.find((one) => one.name === name)
  const now = pools[name] ?? instrument?.capacity
  const capacity = now === undefined ? undefined : changedAmount(now, value)
  if (capacity === undefined || capacity < 0) return noAmount(value)
  const instruments = workflow.instruments.map((one) => (one === instrument ? { ...one, capacity } : one))
  return { input: { ...input, workflow: { ...workflow, instruments }, pools: { ...pools, [name]: capacity } } }
}

/** `+1`: another like the first who has the role; `-1`: the last of them is not there. */
function changeRole(input: PlanInput, role: string, value: string): Changed {
  const { workflow } = input
  const able = workflow.people.filter(({ roles }) => roles.includes(role))
  const wanted = changedAmount(able.length, value)
  const [model] = able
  if (wanted === undefined || !Number.isInteger(wanted) || wanted < 0 || model === undefined) return noAmount(value)
  const kept = workflow.people.filter((one) => !able.slice(wanted).includes(one))
  const more = Array.from({ length: Math.max(0, wanted - able.length) }, (_, index) => ({
    ...model,
    name: `${role}+${index + 1}`,
    roles: [role],
  }))
  const pools = { ...input.pools, ...Object.fromEntries(more.map(({ name }) => [name, 1])) }
  return { input: { ...input, pools, workflow: { ...workflow, people: [...kept, ...more] } } }
}

/** `64`, `+8`, `-2`, `x1.5`, each perhaps with a unit. */
export function changedAmount(now: number, value: string): number | undefined {
  if (value.startsWith('x')) {
    const factor = Number(value.slice(1))
    return Number.isFinite(factor) && factor >= 0 ? now * factor : undefined
  }
  const sign = value.startsWith('+') ? 1 : value.startsWith('-') ? -1 : 0
  const amount = amountOf(sign === 0 ? value : value.slice(1))
  if (amount === undefined) return undefined
  return sign === 0 ? amount : now + sign * amount
}
