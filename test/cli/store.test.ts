import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { hasPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { build, workspace } from './pwos.ts'

const workflow = `pwos: 1
name: shared
stages:
  sample:
    foreach: { i: [1, 2, 3] }
    run: echo \${{ i }} > \${{ outputs.n }}
    outputs: { n: { path: n.txt } }
  sum:
    run: cat \${{ stages.sample.outputs.n.paths }} | awk '{ s += $1 } END { print "{\\"total\\":" s "}" }' > "$PWOS_METRICS"
    gates: [{ name: six, check: "total == 6" }]
`

describe.skipIf(!hasPostgres)('a store with its journal in PostgreSQL (needs its server: apt-get install postgresql)', () => {
  let server: PostgresServer
  beforeAll(async () => {
    build()
    server = await startPostgres()
    return () => server.remove()
  })

  test('[JRN-27] a run with --store postgres://… is found again without it, and by its address; another address is refused', async () => {
    await using work = workspace({ 'workflow.yaml': workflow })
    const url = server.url('shared')
    const { status, stdout, stderr } = work.pwos('run', 'workflow.yaml', '--store', url.replace('pwos@', 'pwos:hidden@'))
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('hidden')])
    expect(stdout).not.toContain('hidden')
    expect(work.read('.pwos/journal.url').trim()).toBe(url)
    expect(existsSync(work.path('.pwos/journal.db'))).toBe(false)
    expect(work.json('status').lines[0].tasks).toMatchObject({ done: 4 })
    expect(work.json('runs', '--store', url).lines[0].runs.length).toBe(1)
    expect(work.json('run', 'workflow.yaml', '--new').lines.at(-1).result.status.tasks.reused).toBe(4)
    const other = work.pwos('runs', '--store', server.url('other'))
    expect(other.status).not.toBe(0)
    expect(other.stderr).toContain(`pwos store copy ${server.url('other')}`)
    expect(work.pwos('plan', 'workflow.yaml').status).toBe(0)
  }, 120_000)

  test('[JRN-26] a journal goes from SQLite to PostgreSQL and back with everything', async () => {
    await using work = workspace({ 'workflow.yaml': workflow })
    expect(work.pwos('run', 'workflow.yaml').status).toBe(0)
    const before = work.json('status').lines[0]
    const url = server.url('moved')
    const copied = work.pwos('store', 'copy', url)
    expect(copied.stderr).toBe('')
    expect(copied.stdout).toContain(`journal  ${url}`)
    expect(work.json('status').lines[0]).toEqual(before)
    expect(work.json('run', 'workflow.yaml', '--new').lines.at(-1).result.status.tasks.reused).toBe(4)
    expect(work.pwos('store', 'copy', url).stderr).toContain('there already')
    expect(work.json('store', 'copy', 'sqlite').lines[0]).toMatchObject({ runs: 2, unfinished: 0, before: url })
    expect(readFileSync(work.path('.pwos/journal.db')).length).toBeGreaterThan(0)
    expect(existsSync(work.path('.pwos/journal.url'))).toBe(false)
    expect(work.json('runs').lines[0].runs.length).toBe(2)
    expect(work.pwos('store', 'copy', url).stderr).toContain('holds a journal already')
    expect(work.json('runs').lines[0].runs.length).toBe(2)
  }, 120_000)

  test('[JRN-26] nothing is copied while a process leads, or to what is no place', async () => {
    await using work = workspace({ 'workflow.yaml': workflow.replace('echo', 'sleep 20; echo') })
    const run = work.start('run', 'workflow.yaml')
    await run.shows(/shared/)
    const during = work.pwos('store', 'copy', server.url('during'))
    expect(during.stderr).toContain('A process decides for this store now.')
    expect(work.pwos('store', 'copy', 'mysql://x').stderr).toContain('no place for a journal')
    expect(work.pwos('store', 'copy').stderr).toContain('pwos store copy TO')
    expect(work.pwos('cancel').status).toBe(0)
    await run.ended
  }, 120_000)

  test('[JRN-22] an address that leads nowhere is said, and not remembered', async () => {
    await using work = workspace({ 'workflow.yaml': workflow })
    const lost = work.pwos('run', 'workflow.yaml', '--store', server.url().replace('/postgres?', '/nothing?'))
    expect(lost.stderr).toMatch(/store_unreachable[\s\S]*"nothing" does not exist/)
    expect(existsSync(work.path('.pwos/journal.url'))).toBe(false)
    expect(work.pwos('run', 'workflow.yaml', '--store', 'postgres://h/db?schema=A%20B').stderr).toContain('postgres://USER@HOST')
  }, 120_000)
})
