import { expect, test } from 'vitest'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

test('[RUN-20] the task with the longest way still to go starts first; within a stage, first come, first served', async () => {
  const workflow = `
  short:
    foreach: { x: [1, 2] }
    run: "true"
    needs: { time: 2 s }
  long:
    foreach: { x: [1, 2] }
    run: "true"
    needs: { time: 1 s }
  end:
    after: [long]
    run: "true"
    needs: { time: 5 s }
`
  const events = await simulate().send(startOf(workflow, { pools: { cpu: 1 } }))
  expect(tell(events, 'AttemptsStarted').map((line) => line.split(' ')[1])).toEqual([
    'long/0#1',
    'long/1#1',
    'end/0#1',
    'short/0#1',
    'short/1#1',
  ])
})

test('[RUN-20] measured durations count as soon as there are some', async () => {
  const workflow = `
  a:
    foreach: { x: "\${{ range(4) }}" }
    run: "true"
    needs: { time: 10 s }
  b:
    foreach: { x: "\${{ range(4) }}" }
    run: "true"
    needs: { time: 9 s }
`
  const behaviour = acts({ a: { ms: 1000 }, b: { ms: 9000 } })
  const events = await simulate({ behaviour }).send(startOf(workflow, { pools: { cpu: 1 } }))
  const order = tell(events, 'AttemptsStarted').map((line) => line.split(' ')[1]?.split('#')[0])
  expect(order.indexOf('b/3')).toBeLessThan(order.indexOf('a/3'))
})

test('[RUN-21] what needs more than there is fails at once, and says so', async () => {
  const workflow = `
  a:
    run: "true"
    needs: { cpu: 8 }
  b:
    run: "true"
    needs: { cpu: "\${{ stages.c.count - 2 }}" }
  c:
    run: "true"
`
  const events = await simulate().send(startOf(workflow, { pools: { cpu: 4 } }))
  const details = events.flatMap((event) =>
    event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.detail] : [],
  )
  expect(details[0]).toBe('needs.cpu: 8 is more than there is (4)')
  expect(tell(events, 'AttemptEnded', 'RunEnded')).toEqual([
    '0 a/0#1 bad_input, failed',
    '1000 c/0#1 done',
    '1000 b/0#1 bad_input, failed',
    '1000 failed',
  ])
})

const mixed = (smallMs: string) => `
  small:
    foreach: { x: "\${{ range(40) }}" }
    run: "true"
    needs: { cpu: 1${smallMs} }
  first:
    run: "true"
    needs: { cpu: 1 }
  large:
    after: [first]
    run: "true"
    needs: { cpu: 4, time: 100 s }
`

test('[RUN-22] a large task starts as soon as what ran before it is over, however many small ones wait', async () => {
  const events = await simulate({ behaviour: acts({ large: { ms: 5000 }, small: { ms: 3000 } }) }).send(
    startOf(mixed(', time: 3 s'), { pools: { cpu: 4 } }),
  )
  const large = events.find((event) => event.type === 'AttemptsStarted' && event.stage === 2)
  expect(large?.at).toBe(3000)
})

test('[RUN-22] even when every estimate is wrong', async () => {
  let n = 0
  const behaviour = acts({ large: { ms: 5000 } })
  const events = await simulate({
    behaviour: (attempt) =>
      attempt.stage === 0 ? { wallMs: n++ % 2 === 0 ? 100 : 10_000, outcome: { kind: 'succeeded' } } : behaviour(attempt),
  }).send(startOf(mixed(', time: 1 s'), { pools: { cpu: 4 } }))
  const large = events.find((event) => event.type === 'AttemptsStarted' && event.stage === 2)
  // Everything that ran when it became ready, and what went before it by mistake, has ended by then.
  expect(large?.at).toBeLessThanOrEqual(1000 + 2 * 10_000)
})

test('[RUN-22] others go before it only where they cannot delay it', async () => {
  const workflow = `
  running:
    run: "true"
    needs: { cpu: 2, time: 10 s }
  first:
    run: "true"
    needs: { cpu: 1, time: 1 s }
  large:
    after: [first]
    run: "true"
    needs: { cpu: 4, time: 100 s }
  fits:
    after: [first]
    run: "true"
    needs: { cpu: 1, time: 5 s }
  delays:
    after: [first]
    run: "true"
    needs: { cpu: 1, time: 11 s }
  beside:
    after: [first]
    run: "true"
    needs: { cpu: 0, gpu: 1, time: 50 s }
`
  const script = { running: { ms: 10_000 }, large: { ms: 100_000 }, fits: { ms: 5000 }, delays: { ms: 11_000 }, beside: { ms: 50_000 } }
  const events = await simulate({ behaviour: acts(script) }).send(startOf(workflow, { pools: { cpu: 4, gpu: 1 } }))
  expect(tell(events, 'AttemptsStarted')).toEqual([
    ...['0 first/0#1 started', '0 running/0#1 started', '1000 beside/0#1 started', '1000 fits/0#1 started'],
    ...['10000 large/0#1 started', '110000 delays/0#1 started'],
  ])
})

test('[RUN-23] short tasks share an allocation, so that a bundle lasts about a tenth of a second and slots stay even', async () => {
  const workflow = `  a:\n    foreach: { x: "\${{ range(1000) }}" }\n    run: "true"\n`
  const sizes = async (ms: number) => {
    const events = await simulate({ behaviour: acts({ a: { ms } }) }).send(startOf(workflow, { pools: { cpu: 4 } }))
    return events.flatMap((event) => (event.type === 'AttemptsStarted' ? [event.tasks.length] : []))
  }
  const quick = await sizes(2)
  expect(quick.slice(0, 4)).toEqual([1, 1, 1, 1])
  expect(Math.max(...quick)).toBe(50)
  expect(quick.at(-1)).toBe(1)
  expect(Math.max(...(await sizes(0)))).toBeLessThanOrEqual(125)
  expect(Math.max(...(await sizes(500)))).toBe(1)
})

test('[RUN-23] a bundle holds what it holds until the last of its attempts has ended', async () => {
  const workflow = `  a:\n    foreach: { x: "\${{ range(20) }}" }\n    run: "true"\n`
  const simulation = simulate({ behaviour: acts({ a: { ms: 10 } }) })
  const events = await simulation.send(startOf(workflow, { pools: { cpu: 1 } }))
  let open = 0
  for (const event of events) {
    if (event.type === 'AttemptsStarted') {
      expect(open).toBe(0)
      open = event.tasks.length
    }
    if (event.type === 'AttemptEnded') open--
  }
  expect(events.some((event) => event.type === 'AttemptsStarted' && event.tasks.length > 1)).toBe(true)
})

test('[RUN-20] room is kept for a moment for what was just released and is more critical', async () => {
  const workflow = `
  first:
    run: "true"
    needs: { time: 1 s }
  urgent:
    after: [first]
    run: "true"
    needs: { time: 100 s }
  other:
    foreach: { x: [1, 2] }
    run: "true"
    needs: { time: 10 s }
`
  const events = await simulate().send(startOf(workflow, { pools: { cpu: 1 } }))
  expect(tell(events, 'AttemptsStarted')[1]).toBe('1000 urgent/0#1 started')
})

test('[RUN-27] runs share pools, each within the capacity that it declared', async () => {
  const workflow = `  a:\n    foreach: { x: "\${{ range(4) }}" }\n    run: "true"\n`
  const events = await simulate().send(
    startOf(workflow, { run: 'one', pools: { cpu: 2 } }),
    startOf(workflow, { run: 'two', pools: { cpu: 3 } }),
  )
  let held = 0
  for (const event of events) {
    if (event.type === 'AttemptsStarted') {
      expect(held + 1).toBeLessThanOrEqual(event.run === 'one' ? 2 : 3)
      held++
    }
    if (event.type === 'AttemptEnded') held--
  }
  expect(tell(events, 'RunEnded').length).toBe(2)
})
