import { execFileSync } from 'node:child_process'
import { onCleanup, scratch } from './scratch.ts'

type Skip = (note: string) => void

/** The same folder at another place, where nothing can be written. */
export function readOnlyView(skip: Skip, folder: string): string {
  const view = scratch()
  mounted(skip, view, ['--bind', folder, view])
  execFileSync('mount', ['-o', 'remount,ro,bind', view])
  return view
}

/** A small file system of its own. */
export function smallDisk(skip: Skip, size: string): string {
  const disk = scratch()
  mounted(skip, disk, ['-t', 'tmpfs', '-o', `size=${size}`, 'pwos-test', disk])
  return disk
}

export function resize(disk: string, size: string): void {
  execFileSync('mount', ['-o', `remount,size=${size}`, disk])
}

function mounted(skip: Skip, place: string, options: readonly string[]): void {
  try {
    execFileSync('mount', options, { stdio: 'pipe' })
  } catch {
    skip('mounting a file system needs root')
  }
  onCleanup(() => execFileSync('umount', ['-l', place], { stdio: 'ignore' }))
}
