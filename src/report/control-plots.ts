import type { Language } from '#expression/text.ts'
import type { SvgPlot } from './plot-svg.ts'
import type { ProcessQuality } from './process-quality.ts'

const titles = {
  values: { en: 'values by run', ko: '실행별 값' },
  ewma: { en: 'weighted mean (EWMA)', ko: '가중 평균(EWMA)' },
  cusum: { en: 'summed deviations (CUSUM)', ko: '편차 누적합(CUSUM)' },
  run: { en: 'run', ko: '실행' },
}

/** The control charts of a metric, points out of control set off; where there are too few values its values alone. */
export function controlPlots({ stage, name, unit, points, charts }: ProcessQuality, language: Language): readonly SvgPlot[] {
  const title = (of: keyof typeof titles) => `${stage}.${name}${unit === undefined ? '' : ` (${unit})`}: ${titles[of][language]}`
  const xName = titles.run[language]
  if (charts === undefined) {
    return [
      { title: title('values'), points: points.map(({ run, value }, index) => ({ x: index + 1, y: value, says: run })), line: true, xName },
    ]
  }
  const { centre, sigma } = charts.baseline
  return (['shewhart', 'ewma', 'cusum'] as const).map((chart) => {
    const alarms = new Set(charts[chart].alarms.map(({ at }) => at))
    const levels =
      chart === 'shewhart'
        ? [
            { at: centre + 3 * sigma, name: '+3 σ' },
            { at: centre, name: 'x̄' },
            { at: centre - 3 * sigma, name: '−3 σ' },
          ]
        : []
    return {
      title: title(chart === 'shewhart' ? 'values' : chart),
      points: charts[chart].points.map(({ value }, index) => ({
        x: index + 1,
        y: value,
        marked: alarms.has(index),
        says: points[index]?.run ?? '',
      })),
      line: true,
      ...(chart === 'shewhart' ? { levels } : { limits: charts[chart].points }),
      xName,
    }
  })
}
