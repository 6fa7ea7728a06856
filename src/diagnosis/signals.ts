/** Signals that end a program, by the numbers that Linux gives them (signal(7)). */
export const signalNumbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGXCPU: 24,
  SIGXFSZ: 25,
} as const satisfies { readonly [name: string]: number }

/** What a shell says of a program that a signal ended: 128 and the number of the signal. */
export function signalOfExit(exitCode: number): string | undefined {
  return Object.entries(signalNumbers).find(([, number]) => number === exitCode - 128)?.[0]
}
