import { createServer } from 'node:net'
import { beforeAll, expect, test } from 'vitest'
import { build, until, workspace } from '../cli/pwos.ts'

beforeAll(build, 180_000)

const rounds = Number(process.env.PWOS_ROUNDS ?? 4)

const token = 'a-token-for-the-tests-only'

const definition = `pwos: 1
name: shots
parameters: { shot: { type: integer, default: 0 } }
starts:
  taken: { webhook: true, with: { shot: "\${{ occasion.data.shot }}" }, overlap: parallel }
stages:
  reduce:
    run: |
      env > \${{ outputs.env }}
      echo '{"seen": \${{ shot }}}' > $PWOS_METRICS
    outputs: { env: env.txt }
    metrics: { seen: number }
`

const some = (ms: number) => new Promise((done) => setTimeout(done, ms))

test('[HTTP-13] [START-2] a service that is killed again and again while webhooks come begins one run for each key', async () => {
  await using lab = workspace({ 'workflow.yaml': definition }, { PWOS_TOKEN: token })
  const port = await freePort()
  const words = ['serve', 'workflow.yaml', '--http', String(port)]
  /** Sends until it is answered, as a sender does that got no answer. */
  const send = async (shot: number): Promise<string> => {
    for (let tries = 0; tries < 900; tries++) {
      const answered = await fetch(`http://127.0.0.1:${port}/v1/webhooks/shots/taken`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': `shot-${shot}` },
        body: JSON.stringify({ shot }),
      }).then(
        async (response) => (response.status === 202 ? ((await response.json()) as { run: string }).run : undefined),
        () => undefined,
      )
      if (answered !== undefined) return answered
      await some(50)
    }
    throw new Error(`shot ${shot} was never answered`)
  }
  const sent: Promise<string>[] = []
  for (let round = 0; round < rounds; round++) {
    const service = lab.start(...words)
    await service.shows(/answers at/)
    for (let each = 0; each < 3; each++) {
      const shot = round * 3 + each
      sent.push(send(shot), send(shot))
      await some(Math.random() * 250)
    }
    service.process.kill('SIGKILL')
    await service.ended
  }
  const last = lab.start(...words)
  const names = await Promise.all(sent)
  const runs = () => lab.json('runs').lines[0].runs as { run: string; outcome?: string }[]
  await until(
    () => runs().filter(({ outcome }) => outcome === 'succeeded').length === rounds * 3,
    () => last.output(),
  )
  expect(new Set(names)).toEqual(new Set(runs().map(({ run }) => run)))
  const seen = runs().map(({ run }) => lab.json('metrics', run).lines[0].metrics[0].values[0].value)
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: rounds * 3 }, (_, shot) => shot))
  await asServed(lab, last.output())
  last.process.kill('SIGTERM')
  expect((await last.ended).status).toBe(0)
}, 180_000)

/** [HTTP-14] */
async function asServed(lab: ReturnType<typeof workspace>, said: string): Promise<void> {
  expect(said).toMatch(/answers at http:\/\/127\.0\.0\.1:\d+\/v1\//)
  const [run = ''] = /\d{8}-\d{4}-shots-[0-9a-f]+/.exec(said) ?? []
  expect(lab.read(`.pwos/results/${run}/reduce/env.txt`)).not.toContain(token)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const place = server.address()
  await new Promise((done) => server.close(done))
  return typeof place === 'object' && place !== null ? place.port : 0
}
