import type { Pack, Rule } from '#diagnosis/pack.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')

/** docs/reference/failure-packs.md */
export function packsPage(packs: readonly Pack[]): string {
  const head =
    '# Rule packs\n\nWritten from `packs/*.yaml`. What the rules mean and how to write your own: [failures](../guide/failures.md).\n'
  return `${head}${packs.map(pageOf).join('')}`
}

function pageOf({ name, title, rules }: Pack): string {
  const lines = rules.map(
    (rule) => `| \`${rule.id}\` | ${rule.title.en} | \`${rule.cause}\` | ${signsOf(rule)} | ${helpOf(rule)} | ${sourceOf(rule)} |`,
  )
  return `\n## ${title.en} (\`${name}\`)\n\n| rule | what happened | cause | seen by | what helps | known from |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n`
}

function signsOf({ when }: Rule): string {
  const patterns = when.patterns.map((pattern) => `\`${cell(pattern)}\``)
  return [...patterns, ...when.exitCodes.map((code) => `exit code ${code}`), ...when.signals].join(' or ')
}

function helpOf({ repairs, stop }: Rule): string {
  const steps = repairs.map((repair) => {
    const changes = [...Object.entries(repair.with), ...Object.entries(repair.needs)].map(([name, value]) => `\`${name} = ${value}\``)
    return `${changes.join(', ') || 'try again'} (${repair.restart.replaceAll('_', ' ')}, at most ${repair.atMost} ×)`
  })
  return cell([...steps, stop.en].join('; then '))
}

function sourceOf({ source }: Rule): string {
  return source.url === undefined ? cell(source.where) : `[${cell(source.where)}](${source.url})`
}
