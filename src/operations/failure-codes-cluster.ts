import type { FailureKind } from './failure-kind.ts'

/** What can fail before a run goes to a cluster. */
export const clusterFailures = {
  bad_site: {
    exit: 'definition',
    meaning: {
      en: 'The site profile has problems; each is listed with its line and column.',
      ko: '사이트 프로필에 문제가 있습니다. 문제마다 줄과 열을 함께 보여 줍니다.',
    },
    advice: {
      en: 'Mend what is listed; [site-profile.md](reference/site-profile.md) lists the keys.',
      ko: '나열된 문제를 고치세요. 키는 [site-profile.md](reference/site-profile.md)에 있습니다.',
    },
  },
  no_cluster: {
    exit: 'refused',
    meaning: {
      en: 'A stage is to run on Slurm, but its commands are not found on this machine.',
      ko: '단계를 Slurm에서 실행해야 하는데 이 컴퓨터에서 Slurm 명령을 찾을 수 없습니다.',
    },
    advice: {
      en: 'Run PWOS where `sbatch` and `squeue` are, such as on a login node.',
      ko: '로그인 노드처럼 `sbatch`와 `squeue`가 있는 곳에서 PWOS를 실행하세요.',
    },
  },
} as const satisfies { readonly [code: string]: FailureKind }
