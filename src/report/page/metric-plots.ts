import { markup, trusted } from '../markup.ts'
import type { MetricFact } from '../metric-facts.ts'
import { metricPoints } from '../metric-points.ts'
import { svgPlot } from '../plot-svg.ts'
import { type Page, type Section, stageName } from './page.ts'

const plotsShown = 12

/** Metrics of fan-outs against the value that differs most, arrays and histograms; drawn, the last stages first. */
export function metricPlots(page: Page): Section | undefined {
  const { metrics } = page.facts
  const drawn = [...metrics].reverse().flatMap((fact) => plotOf(page, fact))
  if (drawn.length === 0) return undefined
  const figures = drawn.slice(0, plotsShown).map((svg) => markup`<figure>${trusted(svg)}</figure>`)
  return { id: 'plots', heading: page.say({ en: 'Metrics drawn', ko: '측정값 그림' }), body: markup`${figures}` }
}

function plotOf(page: Page, fact: MetricFact): readonly string[] {
  const { points, bars, xName } = metricPoints(fact)
  if (points.length < 3) return []
  const title = `${stageName(page, fact.stage)}.${fact.name}${fact.unit === undefined || bars ? '' : ` (${fact.unit})`}`
  const svg = svgPlot({ title, points, bars, ...(xName === undefined ? {} : { xName }) })
  return svg === '' ? [] : [svg]
}
