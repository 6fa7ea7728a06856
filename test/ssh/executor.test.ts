import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import { plainSite, type SshSite } from '#model/site.ts'
import type { Artefact } from '#run/outcome.ts'
import { createStoreWorld } from '#worlds/attempt/store-world.ts'
import { localExecutor } from '#worlds/local/world.ts'
import { sshExecutor } from '#worlds/ssh/executor.ts'
import { nowhere } from '#worlds/ssh/staging.ts'
import { worldContract } from '../contracts/world.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { load } from '../simulation/flow.ts'
import { type Bench, failure, openBench, output, succeeded } from '../worlds/stage.ts'
import { until } from '../worlds/until.ts'
import { type FarMachine, hasSsh, startFarMachine } from './server.ts'

const minute = 60_000

describe.skipIf(!hasSsh)('a machine by SSH (needs apt-get install openssh-server openssh-client rsync)', () => {
  let far: FarMachine
  beforeAll(async () => {
    far = await startFarMachine()
  }, minute)
  afterAll(() => far?.remove())

  const siteOf =
    (partial: Partial<SshSite> = {}) =>
    () => ({ ...plainSite, ssh: { ...far.site, ...partial } })
  let disks = 0
  /** Each with a disk of its own there. */
  const open = (partial: Partial<SshSite> = {}): Bench => {
    const own = siteOf({ folder: join(far.folder, `disk${++disks}`), ...partial })
    return openBench({ ssh: (tools) => sshExecutor(tools, { siteOf: own }) })
  }
  const farStore = () => join(far.folder, `disk${disks}`, readdirSync(join(far.folder, `disk${disks}`))[0] ?? '')

  worldContract(
    'SSH',
    () => {
      const store = join(scratch(), '.pwos')
      const world = createStoreWorld({ store, journal: createMemoryJournal(), load }, (tools) => ({
        local: localExecutor(tools),
        ssh: sshExecutor(tools, { siteOf: siteOf() }),
      }))
      onCleanup(() => world.close())
      return world
    },
    'ssh',
  )

  test(
    '[SSH-1] an attempt runs there, and what it made, printed and measured is here',
    async () => {
      const bench = open()
      const input = join(bench.folder, 'data file.txt')
      writeFileSync(input, 'given\n')
      const outcome = await bench.run({
        script:
          'pwd; echo problem >&2; cat "data file.txt" > out.txt; mkdir -p d/e; echo deep > d/e/x; echo "{\\"a\\": 1}" > "$PWOS_METRICS"; cat "$PWOS_PARAMETERS" > p.json',
        inputs: [{ name: 'data', path: input }],
        parameters: { T: 2.5 },
        outputs: [
          output('out.txt', { contentUsed: true }),
          output('d', { name: 'd', kind: 'folder' }),
          output('p.json', { name: 'p', contentUsed: true }),
        ],
      })
      const { outputs, metrics } = succeeded(outcome)
      expect(outputs.out?.content).toBe('given\n')
      expect(JSON.parse(String(outputs.p?.content))).toEqual({ T: 2.5 })
      expect(metrics).toEqual({ a: 1 })
      const own = join(bench.store, 'runs/r1/sample/0-1')
      expect(readFileSync(join(own, 'stdout.txt'), 'utf8').trim()).toBe(join(farStore(), 'runs/r1/sample/0-1/work'))
      expect(readFileSync(join(own, 'stderr.txt'), 'utf8')).toBe('problem\n')
    },
    minute,
  )

  test(
    '[SSH-2] only what is missing is brought: an input once, and what was made there never',
    async () => {
      const bench = open()
      const input = join(bench.folder, 'data.txt')
      writeFileSync(input, 'given\n')
      const inputs = [{ name: 'data', path: input }]
      const first = succeeded(await bench.run({ script: 'cp data.txt out.txt', inputs, outputs: [output('out.txt')] }))
      const made = first.outputs.out!
      const there = join(farStore(), 'objects', made.fingerprint.slice(0, 2), made.fingerprint.slice(2), 'out.txt')
      await until(() => existsSync(there))
      const [inode, at] = [statSync(there).ino, readdirSync(join(farStore(), 'inputs'))]
      const uses = [made]
      const second = await bench.run({
        script: `cat data.txt '${nowhere}/objects/${made.fingerprint.slice(0, 2)}/${made.fingerprint.slice(2)}/out.txt' > b`,
        inputs,
        uses,
        outputs: [output('b', { contentUsed: true })],
      })
      expect(succeeded(second).outputs.out?.content).toBe('given\ngiven\n')
      expect([statSync(there).ino, readdirSync(join(farStore(), 'inputs'))]).toEqual([inode, at])
    },
    minute,
  )

  test(
    '[SSH-2] a manifest names files where they are there',
    async () => {
      const bench = open()
      const artefacts: Artefact[] = []
      for (const text of ['one', 'two']) {
        const made = succeeded(await bench.run({ script: `echo ${text} > x`, outputs: [output('x')] }))
        artefacts.push(made.outputs.out!)
      }
      const elements = () => artefacts.map((artefact, task) => ({ task, label: '', parameters: {}, metrics: {}, artefact }))
      const manifests = [{ stage: 'made', output: 'x', elements }]
      const script = `grep -o '"path":"[^"]*"' ${nowhere}/runs/r1/manifests/made.x.json | cut -d'"' -f4 | xargs cat > y`
      const fresh = openBench(
        { ssh: (tools) => sshExecutor(tools, { siteOf: siteOf({ folder: join(far.folder, 'other disk'.replace(' ', '-')) }) }) },
        bench.folder,
      )
      const read = await fresh.run({ script, manifests, outputs: [output('y', { contentUsed: true })] })
      expect(succeeded(read).outputs.out?.content).toBe('one\ntwo\n')
    },
    minute,
  )

  test(
    '[SSH-3] what it says and measures is seen while it runs',
    async () => {
      const bench = open()
      const go = join(far.folder, `go-${process.hrtime.bigint()}`)
      bench.specs.set(0, { script: `echo begun; until [[ -e ${go} ]]; do sleep 0.05; done; echo over` })
      bench.start([0])
      const said = join(bench.store, 'runs/r1/sample/0-1/stdout.txt')
      await turning(bench, () => existsSync(said) && readFileSync(said, 'utf8') === 'begun\n')
      writeFileSync(go, '')
      succeeded((await bench.ended(1))[0]!.outcome)
      expect(readFileSync(said, 'utf8')).toBe('begun\nover\n')
    },
    minute,
  )

  test(
    '[SSH-4] the connection and its server die: nothing fails, and what ran meanwhile is there when they are back',
    async () => {
      const bench = open()
      const log = join(far.folder, `log-${process.hrtime.bigint()}`)
      for (const task of [0, 1, 2]) {
        bench.specs.set(task, {
          script: `echo ${task} >> ${log}; until [[ -e ${log}.go ]]; do sleep 0.05; done; echo ${task} > out.txt`,
          outputs: [output('out.txt', { contentUsed: true })],
        })
        bench.start([task])
      }
      await turning(bench, () => existsSync(log) && readFileSync(log, 'utf8').split('\n').length === 4)
      far.kill()
      bench.specs.set(3, { script: `echo 3 >> ${log}; echo 3 > out.txt`, outputs: [output('out.txt', { contentUsed: true })] })
      bench.start([3])
      writeFileSync(`${log}.go`, '')
      const out = (task: number) => join(farStore(), `runs/r1/sample/${task}-1/work/out.txt`)
      await turning(bench, () => [0, 1, 2].every((task) => existsSync(out(task))))
      await far.start()
      const ends = await bench.ended(4)
      expect(ends.map(({ task, outcome }) => [task, succeeded(outcome).outputs.out?.content]).sort()).toEqual(
        [0, 1, 2, 3].map((task) => [task, `${task}\n`]),
      )
      expect(readFileSync(log, 'utf8').trim().split('\n').sort()).toEqual(['0', '1', '2', '3'])
    },
    minute,
  )

  test(
    '[SSH-5] the controller dies: the next one finds what runs and what ended, begins what was not, and nothing runs twice',
    async () => {
      const bench = open()
      const log = join(far.folder, `log-${process.hrtime.bigint()}`)
      const go = `${log}.go`
      for (const task of [0, 1]) {
        const wait = `until [[ -e ${go}${task} ]]; do sleep 0.05; done`
        bench.specs.set(task, { script: `echo ${task} >> ${log}; ${wait}; echo ${task} > out.txt`, outputs: [output('out.txt')] })
        bench.start([task])
      }
      await turning(bench, () => existsSync(log) && readFileSync(log, 'utf8').split('\n').length === 3)
      // It ends while nobody takes its answer: the controller dies before.
      writeFileSync(`${go}0`, '')
      await until(() => existsSync(join(farStore(), 'runs/r1/sample/0-1/work/out.txt')))
      bench.specs.set(2, { script: `echo 2 >> ${log}` })
      bench.start([2])
      await bench.reopen()
      bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0, 1, 2], attempts: [1, 1, 1] })
      writeFileSync(`${go}1`, '')
      const ends = await bench.ended(3)
      expect(ends.map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded', 'succeeded'])
      expect(readFileSync(log, 'utf8').trim().split('\n').sort()).toEqual(['0', '1', '2'])
    },
    minute,
  )

  test(
    '[SSH-6] what cannot be done at all is said, with the words of ssh, and fails what waits for it',
    async () => {
      const unknown = failure(await open({ host: 'nobody.invalid' }).run({ script: 'true' }))
      expect([unknown.cause, unknown.detail]).toEqual(['bad_request', expect.stringMatching(/nobody\.invalid.*resolve/i)])
      const stranger = join(far.folder, 'stranger')
      writeFileSync(stranger, readFileSync(far.site.config ?? '', 'utf8').replace(/IdentityFile .*/, 'IdentityFile /dev/null'))
      expect(failure(await open({ config: stranger }).run({ script: 'true' })).detail).toMatch(/permission denied/i)
      const other = join(far.folder, 'other')
      writeFileSync(other, readFileSync(far.site.config ?? '', 'utf8').replace(/UserKnownHostsFile .*/, 'UserKnownHostsFile /dev/null'))
      expect(failure(await open({ config: other }).run({ script: 'true' })).detail).toMatch(/host key/i)
    },
    minute,
  )

  test(
    '[SSH-7] limits of time hold there, failures have their cause, and nothing of what is done stays there',
    async () => {
      const bench = open()
      expect(failure(await bench.run({ script: 'sleep 1000', limitMs: 500 }))).toMatchObject({ cause: 'out_of_time' })
      expect(failure(await bench.run({ script: 'echo no >&2; exit 7' }))).toMatchObject({ cause: 'program_error', exitCode: 7 })
      expect(failure(await bench.run({ script: 'true', outputs: [output('none.txt')] }))).toMatchObject({ cause: 'missing_output' })
      // The last answer counts as journalled once something else is asked for.
      succeeded(await bench.run({ script: 'true' }))
      await turning(bench, () => readdirSync(join(farStore(), 'jobs')).length <= 1)
    },
    minute,
  )
})

/** Lets the world go on until a condition holds. */
async function turning(bench: Bench, condition: () => boolean): Promise<void> {
  for (let turns = 0; turns < 600 && !condition(); turns++) expect((await bench.world.next()) ?? []).toEqual([])
  expect(condition()).toBe(true)
}
