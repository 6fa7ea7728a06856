import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, type Started, until, workspace } from '../cli/pwos.ts'
import { hasPostgres, type PostgresServer, startPostgres } from '../postgres.ts'

const rounds = Number(process.env.PWOS_ROUNDS ?? 5)

const definition = `pwos: 1
name: arrivals
parameters: { file: none }
starts:
  data: { files: "incoming/*.dat", settle: 0.1 s, overlap: parallel, with: { file: "\${{ occasion.name }}" } }
stages:
  look: { run: "cat \${{ file }}", inputs: { data: "incoming/\${{ file }}" } }
`

const some = (ms: number) => new Promise((done) => setTimeout(done, ms))

describe.skipIf(!hasPostgres)('with a journal in PostgreSQL (needs its server: apt-get install postgresql)', () => {
  let server: PostgresServer
  beforeAll(async () => {
    build()
    server = await startPostgres()
    return () => server.remove()
  }, 180_000)

  test('[START-2] of two services of a store one leads; whichever is killed or cut off from the database, each file begins one run', async () => {
    await using lab = workspace({ 'workflow.yaml': definition })
    mkdirSync(lab.path('incoming'))
    let files = 0
    const arrive = () => {
      const name = `run-${++files}.dat`
      writeFileSync(lab.path(name), `frame ${files}\n`)
      renameSync(lab.path(name), lab.path(`incoming/${name}`))
    }
    const serve = () => lab.start('serve', 'workflow.yaml', '--store', server.url())
    const first = serve()
    await first.shows(/leads/)
    const services: Started[] = [first, serve()]
    for (let round = 0; round < rounds; round++) {
      arrive()
      await some(Math.random() * 600)
      arrive()
      if (round % 2 === 1)
        server.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'`)
      else {
        const [killed] = services.splice(Math.floor(Math.random() * 2), 1)
        killed?.process.kill('SIGKILL')
        await killed?.ended
        services.push(serve())
      }
      await some(Math.random() * 400)
    }
    const runs = () => lab.json('runs').lines[0].runs as { run: string; outcome?: string }[]
    await until(
      () => runs().filter(({ outcome }) => outcome === 'succeeded').length >= files,
      () => services.map((service) => service.output()).join('\n--\n'),
    )
    expect(runs()).toHaveLength(files)
    const parameters = runs().map(({ run }) => lab.pwos('logs', run, 'look').stdout)
    expect(new Set(parameters).size).toBe(files)
    for (const service of services) service.process.kill('SIGTERM')
    for (const service of services) expect((await service.ended).status).toBe(0)
  }, 180_000)
})
