import type { Project } from './project.ts'

/** The same project with the longest unit of time in which all durations are whole: fewer units to look at. */
export function coarsened(project: Project): { readonly project: Project; readonly unit: number } {
  const unit = project.durations.reduce(greatestDivisor, 0)
  if (unit <= 1) return { project, unit: 1 }
  return { project: { ...project, durations: project.durations.map((duration) => duration / unit) }, unit }
}

/** The greatest common divisor; that of 0 and a number is the number. */
export function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}
