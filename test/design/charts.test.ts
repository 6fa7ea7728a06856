import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { drawGantt } from '#design/gantt.ts'
import { drawLoading } from '#design/loading.ts'
import { schedulePage } from '#design/page.ts'
import type { Plan } from '#plan/plan.ts'
import { axes, element, whole, workflow } from '../report/by-hand.ts'
import { startChromium } from '../report/chromium.ts'
import { expectWellFormed } from '../report/well-formed.ts'
import { scratch } from '../scratch.ts'
import { beamtime, hour, needs, takes } from './beamtime.ts'
import { exampleText, planOf, planOfFile, tuesday, viewFor } from './planned.ts'

const numbers = (count: number) => axes({ k: Array.from({ length: count }, (_, k) => k) })

/** Long names, Korean titles, fan-outs and a deadline. */
function forty() {
  const stages = Array.from({ length: 40 }, (_, i) => ({
    ...{ name: `stage-with-a-long-name-${i}`, title: i % 3 > 0 ? `상당히 길어서 다 들어가지 않는 한국어 제목 ${i}` : undefined },
    ...{
      time: takes(600 + ((i * 7919) % 3000)),
      needs: needs({ cpu: 1 + (i % 3) }),
      dependencies: i === 0 ? [] : [whole(Math.floor((i - 1) / 2))],
    },
    ...(i % 5 === 0 ? { fanout: numbers(3 + i) } : {}),
  }))
  return planOf(workflow(stages, { name: 'forty', deadline: tuesday + 20 * hour }), { seeds: 5 })
}

function wide() {
  return planOf(
    workflow([
      { name: 'scan', title: '<script>alert(1)</script>', time: takes(20, 60, 200), needs: needs({ cpu: 1 }), fanout: numbers(1000) },
      { name: 'reduce', fanout: { kind: 'each', stage: 0 }, dependencies: [element(0, 'o')], time: takes(5), needs: needs({ cpu: 1 }) },
      { name: 'fit', time: takes(30), needs: needs({ cpu: 2, memory: 2e9 }), dependencies: [whole(1, 'o')] },
    ]),
    { seeds: 5, pools: { cpu: 64, memory: 64e9 } },
  )
}

const plans: readonly (readonly [string, () => Promise<Plan>])[] = [
  ['forty stages', forty],
  ['a fan-out of a thousand', wide],
  ['a beamtime', () => planOf(beamtime(), { seeds: 0 })],
  ['the beamline', () => planOfFile(exampleText('beamline'), { seeds: 20 })],
  ['one stage', () => planOf(workflow([{ name: 'a' }]), { seeds: 5 })],
]

test.each(plans)('[DESIGN-9] charts of %s are well-formed and need nothing', async (_, make) => {
  const plan = await make()
  for (const language of ['en', 'ko'] as const) {
    for (const draw of [drawGantt, drawLoading]) {
      const svg = draw(viewFor(plan, language))
      expectWellFormed(svg)
      expect(svg).not.toMatch(/<script|href=|url\(|@import|NaN|Infinity/)
      expect(svg.length).toBeLessThan(400_000)
    }
  }
})

function write(plan: Plan, language: 'en' | 'ko'): string {
  const path = join(scratch('pwos-plan-'), 'plan.html')
  writeFileSync(path, schedulePage(viewFor(plan, language)))
  return pathToFileURL(path).href
}

async function open(browser: Browser, url: string, { width, dark }: { readonly width: number; readonly dark: boolean }): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' })
  await page.goto(url)
  return page
}

/** Pairs of texts of a drawing that cover each other, and texts that stand out of it. */
const badTexts = `[...document.querySelectorAll('svg')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect()
  const texts = [...svg.querySelectorAll('text')].map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }))
  const out = texts.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
  const over = texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 && a.box.top < b.box.bottom - 3 && b.box.top < a.box.bottom - 3).map((b) => a.text + ' / ' + b.text))
  const bars = [...svg.querySelectorAll('rect[rx] , path')].map((one) => one.getBoundingClientRect()).filter((box) => box.width > 0)
  const covered = texts.filter(({ box }) => bars.some((bar) => bar.left < box.right - 1 && box.left < bar.right - 1 && bar.top < box.bottom - 3 && box.top < bar.bottom - 3))
  return [...out.map(({ text }) => 'out: ' + text), ...over, ...covered.map(({ text }) => 'covered: ' + text)]
})`

test('[DESIGN-9] [DESIGN-10] in Chromium no texts overlap, nothing is too wide, and axe-core finds nothing', async ({ skip }) => {
  const browser = await startChromium(skip)
  const looks = [
    { language: 'en', width: 1280, dark: false },
    { language: 'ko', width: 390, dark: true },
  ] as const
  for (const [at, [name, make]] of plans.entries()) {
    const plan = await make()
    // Every plan in one look, the one with everything in it in both.
    for (const look of name === 'a beamtime' ? looks : [looks[at % 2] ?? looks[0]]) {
      const page = await open(browser, write(plan, look.language), look)
      const told = `${name} ${look.language}`
      expect(await page.evaluate(badTexts), told).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth'), told).toBeLessThanOrEqual(look.width)
      await page.evaluate(axe.source)
      const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
      expect(
        violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`)),
        told,
      ).toEqual([])
      await page.close()
    }
  }
}, 120_000)
