/** Loaded before a measured program (`node --import`): leaves the peak of its resident memory where the bench looks for it. */
import { writeFileSync } from 'node:fs'

const file = process.env.PWOS_BENCH_USAGE
if (file) process.on('exit', () => writeFileSync(file, JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 })))
