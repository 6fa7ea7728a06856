import * as z from 'zod'
import type { Problem } from '#model/problem.ts'
import { type PoolAtSite, plainSite, type Site, type SshSite } from '#model/site.ts'
import { readDocument } from './document.ts'
import { entriesOf, mapAt, numberAt, textAt, textsAt, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import { createReport, type Report } from './report.ts'
import { checkShape } from './shape.ts'
import { sourceText } from './source-text.ts'
import type { Entry } from './tree.ts'
import type { Writing } from './written.ts'

const text = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] })
const texts = (description: string, example: readonly string[]) =>
  z
    .array(z.string())
    .optional()
    .meta({ description, examples: [example] })
const count = (description: string, standard: number) => z.int().min(1).max(1_000_000).optional().meta({ description, default: standard })
const duration = (description: string, standard: string) => z.string().optional().meta({ description, default: standard })

/** A site profile, `pwos.site.yaml`: what is true of a cluster, whatever the workflow. */
export const siteSchema = z.strictObject({
  account: text('Account that jobs are charged to.', 'physics'),
  partition: text('Partition that jobs go to; several with commas.', 'short,long'),
  qos: text('Quality of service.', 'normal'),
  constraint: text('Features that nodes must have.', 'skylake'),
  reservation: text('Reservation that jobs use.', 'beamtime'),
  exclude: texts('Nodes that are not used.', ['node17']),
  options: texts('Further options of `sbatch`, as they are.', ['--mail-type=FAIL']),
  pools: z
    .record(
      z.string(),
      z
        .strictObject({
          gres: text('It is a generic resource of this name and type.', 'gpu:a100'),
          license: text('It is a licence of this name.', 'matlab@server'),
          option: text('It is this option of `sbatch`, with `{}` for the amount.', '--gpus-per-node={}'),
        })
        .meta({ description: 'What a pool named in `needs` is to Slurm; one of the three.' }),
    )
    .optional()
    .meta({
      description:
        'What pools are to Slurm. `cpu`, `memory`, `gpu`, `nodes` and `tasks` are known: CPUs of a task, memory of a node, GPUs, nodes, and tasks of MPI.',
      examples: [{ a100: { gres: 'gpu:a100' } }],
    }),
  modules: texts('Environment modules that are loaded before the first attempt of a job.', ['gcc/13', 'openmpi']),
  setup: text('Shell lines that prepare a job, after the modules.', 'source /opt/venv/bin/activate'),
  container: text('Image in which attempts run, by Apptainer. It needs bash 5 in it.', '/images/lab.sif'),
  bind: texts('Folders that the container sees besides the store.', ['/data']),
  scratch: text('Folder on the node in which each job gets one of its own, as `PWOS_SCRATCH`; it goes with the job.', '/local'),
  time: z
    .string()
    .optional()
    .meta({
      description: 'Limit of the wall time of attempts whose stage states none.',
      'x-left-out': "the partition's own",
      examples: ['4 h'],
    }),
  controller_time: z
    .string()
    .optional()
    .meta({
      description: 'Limit of the wall time of a job that leads a run (`--controller-job`); then the next one takes over.',
      'x-left-out': "the partition's own",
      examples: ['12 h'],
    }),
  max_jobs: count('Most jobs (elements of arrays) that wait or run at once.', plainSite.mostJobs),
  max_bundle: count('Most attempts in one job. With 1 each has a job of its own.', plainSite.mostInJob),
  bundle_time: duration('Short attempts share a job until it lasts so long.', '1 min'),
  submit_every: duration('Least time between two submissions.', '200 ms'),
  visible_within: duration('How late files that one machine wrote may show on another.', '30 s'),
  ssh: z
    .strictObject({
      host: z
        .string()
        .meta({ description: 'As `ssh` takes it: a name of its configuration, HOST or USER@HOST.', examples: ['workstation'] }),
      folder: text('Where stores are mirrored there; relative to the home folder. Letters, digits and `_ . / - +` only.', 'scratch/pwos'),
      cpu: count('How many processors tasks may hold there together.', 4),
      config: text('Configuration file for `ssh`, beside the profile.', 'ssh_config'),
      options: texts('Further options of `ssh`, as they are.', ['-p', '2222']),
    })
    .optional()
    .meta({ description: 'The machine that `on: ssh` means.', examples: [{ host: 'workstation', cpu: 16 }] }),
  share: z
    .strictObject({
      half_life: duration('After so long what somebody has used counts half.', '1 h'),
      weights: z
        .record(z.string(), z.number().gt(0).max(1000))
        .optional()
        .meta({ description: 'What people may use, by name: who has 2 may use twice as much as who has 1.', examples: [{ kim: 2 }] }),
    })
    .optional()
    .meta({ description: 'How people share what is scarce.', examples: [{ half_life: '1 d', weights: { kim: 2 } }] }),
  at_once: count('Most tasks of the store that are handed to the cluster and have not ended.', plainSite.atOnce),
})

export interface LoadedSite {
  /** Undefined when any problem is an error. */
  readonly site: Site | undefined
  readonly problems: readonly Problem[]
}

/** Turns a profile's text into a site, or says everything that is wrong with it. Never throws, whatever the text. */
export function loadSite(definition: string, file: string): LoadedSite {
  const source = sourceText(file, definition.replace(/^\uFEFF/, ''))
  const report = createReport(source)
  const tree = readDocument(source.text, report)
  if (tree?.kind === 'nothing') return { site: report.hasErrors() ? undefined : plainSite, problems: report.problems() }
  if (tree) checkShape(tree, siteSchema, 'the profile', report)
  const site = tree?.kind === 'map' ? siteOf(tree.entries, { source, report, uses: [] }) : undefined
  return { site: report.hasErrors() ? undefined : site, problems: report.problems() }
}

type Entries = ReadonlyMap<string, Entry>

function siteOf(entries: Entries, writing: Writing): Site {
  const named = (key: string) => textAt(entries, key)
  const time = (key: string, standard: number) => durationAt(writing, textTreeAt(entries, key), key) ?? standard
  return {
    ...{ account: named('account'), partition: named('partition'), qos: named('qos'), constraint: named('constraint') },
    ...{ reservation: named('reservation'), setup: named('setup'), container: named('container'), scratch: named('scratch') },
    ...{ exclude: textsAt(entries, 'exclude'), options: textsAt(entries, 'options'), modules: textsAt(entries, 'modules') },
    bind: textsAt(entries, 'bind'),
    pools: poolsOf(entries, writing.report),
    timeMs: durationAt(writing, textTreeAt(entries, 'time'), 'time'),
    controllerMs: durationAt(writing, textTreeAt(entries, 'controller_time'), 'controller_time'),
    mostJobs: numberAt(entries, 'max_jobs') ?? plainSite.mostJobs,
    mostInJob: numberAt(entries, 'max_bundle') ?? plainSite.mostInJob,
    aimMs: time('bundle_time', plainSite.aimMs),
    submitEveryMs: time('submit_every', plainSite.submitEveryMs),
    visibleMs: time('visible_within', plainSite.visibleMs),
    atOnce: numberAt(entries, 'at_once') ?? plainSite.atOnce,
    share: sharingOf(mapAt(entries, 'share'), writing),
    ssh: sshOf(mapAt(entries, 'ssh'), writing.source.file, writing.report),
  }
}

function sharingOf(entries: Entries, writing: Writing): Site['share'] {
  const weights = mapAt(entries, 'weights')
  const halfLife = textTreeAt(entries, 'half_life')
  const halfLifeMs = durationAt(writing, halfLife, 'half_life')
  if (halfLife !== undefined && halfLifeMs !== undefined && halfLifeMs < 1000) {
    writing.report.say('out_of_bounds', halfLife, { en: 'A half-life has at least a second.', ko: '반감기는 1초 이상이어야 합니다.' })
  }
  return { halfLifeMs, weights: new Map([...weights.keys()].map((name) => [name, numberAt(weights, name) ?? 1])) }
}

function sshOf(entries: Entries, profile: string, report: Report): SshSite | undefined {
  const host = textAt(entries, 'host')
  if (host === undefined) return undefined
  const folder = textTreeAt(entries, 'folder')
  if (folder !== undefined && !/^(~\/)?[\w./+-]+$/.test(folder.value)) {
    const message = {
      en: 'A folder there has letters, digits and `_ . / - +` only.',
      ko: '그곳의 폴더 이름에는 글자, 숫자, `_ . / - +`만 쓸 수 있습니다.',
    }
    report.say('bad_value', folder, message)
  }
  const config = textAt(entries, 'config')
  return {
    host,
    folder: folder?.value.replace(/^~\//, '') ?? 'pwos-far',
    cpu: numberAt(entries, 'cpu') ?? 4,
    config: config?.replace(/^(?![/~])/, `${profile.slice(0, profile.lastIndexOf('/') + 1)}`),
    options: textsAt(entries, 'options'),
  }
}

function poolsOf(entries: Entries, report: Report): Site['pools'] {
  const pools: { [pool: string]: PoolAtSite } = Object.create(null)
  for (const { key, keySpan, value } of mapAt(entries, 'pools').values()) {
    const said = [...entriesOf(value).keys()]
    if (said.length !== 1) {
      const message = {
        en: `\`${key}\` must be one of \`gres\`, \`license\` and \`option\`.`,
        ko: `\`${key}\`은(는) \`gres\`, \`license\`, \`option\` 가운데 하나여야 합니다.`,
      }
      report.say('bad_value', keySpan, message)
      continue
    }
    const at = (name: string) => textAt(entriesOf(value), name)
    const [gres, license, option] = [at('gres'), at('license'), at('option')]
    pools[key] = {
      ...(gres === undefined ? {} : { gres }),
      ...(license === undefined ? {} : { license }),
      ...(option === undefined ? {} : { option }),
    }
  }
  return pools
}

/** The JSON Schema of a site profile, for editors; shipped as `schema/site.schema.json`. */
export function siteJsonSchema(): { readonly [key: string]: unknown } {
  return { ...z.toJSONSchema(siteSchema, { io: 'input', reused: 'inline' }) }
}
