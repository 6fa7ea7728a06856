import type { CommandShape } from '../command.ts'

export const completionCommand: CommandShape = {
  name: 'completion',
  summary: { en: 'Print the completion script of a shell', ko: '셸의 자동 완성 스크립트 출력하기' },
  details: {
    en: 'Completes commands, options, runs and stages.',
    ko: '명령, 옵션, 실행, 단계를 자동으로 완성합니다.',
  },
  positional: [{ name: 'SHELL', summary: { en: 'bash, zsh or fish', ko: 'bash, zsh, fish 가운데 하나' }, completes: 'shell' }],
  options: [],
  examples: [
    { command: 'source <(pwos completion bash)', says: { en: 'In ~/.bashrc', ko: '~/.bashrc에 넣습니다' } },
    { command: 'pwos completion zsh > ~/.zfunc/_pwos', says: { en: 'In a folder of $fpath', ko: '$fpath의 폴더에 넣습니다' } },
    { command: 'pwos completion fish > ~/.config/fish/completions/pwos.fish', says: { en: 'For fish', ko: 'fish에서' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/completion.ts')).completionAnswer,
}
