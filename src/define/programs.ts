import type { Text } from '#expression/text.ts'
import type { Stage } from '#model/workflow.ts'
import type { Outline } from './outline.ts'
import { oneOrMore } from './pick.ts'
import { packageOf } from './program-packages.ts'
import type { Report } from './report.ts'

/** Names of programs that a stage calls. */
export function programsOf({ entries }: Outline): Pick<Stage, 'programs'> {
  const names = oneOrMore(entries.get('programs')?.value).map(({ value }) => value)
  return names.length === 0 ? {} : { programs: names }
}

/** Says which programs are not here, and how they come here. What runs on a cluster is there, not here. */
export function advisePrograms(stage: Stage, { entries }: Outline, report: Report, installed: (program: string) => boolean): void {
  if (stage.on !== undefined && stage.on !== 'local') return
  for (const tree of oneOrMore(entries.get('programs')?.value)) {
    const name = tree.value
    if (installed(name)) continue
    const message = { en: `\`${name}\` is not on the PATH of this machine.`, ko: `이 컴퓨터의 PATH에 \`${name}\`이(가) 없습니다.` }
    report.say('missing_program', tree, message, howToGet(name))
  }
}

function howToGet(program: string): Text | undefined {
  const debian = packageOf(program)
  if (debian === undefined) return undefined
  return {
    en: `Debian has it in \`${debian}\`: apt-get install ${debian}`,
    ko: `데비안에서는 \`${debian}\` 패키지에 있습니다: apt-get install ${debian}`,
  }
}
