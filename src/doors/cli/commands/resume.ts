import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { detach, run } from '../shapes.ts'

export const resumeCommand: CommandShape = {
  name: 'resume',
  summary: summaries.resume,
  details: {
    en: 'Folds the journal, adopts tasks that are still running, and goes on. Without RUN: with every unfinished run of the store.',
    ko: '일지를 읽고, 아직 돌고 있는 작업을 넘겨받아 이어 갑니다. RUN을 생략하면 저장소의 끝나지 않은 모든 실행을 이어 갑니다.',
  },
  positional: [
    {
      ...run,
      summary: {
        en: 'A run, or the beginning of its name; all unfinished ones when left out',
        ko: '실행 이름이나 그 앞부분. 생략하면 끝나지 않은 모든 실행',
      },
    },
  ],
  options: [detach],
  examples: [
    { command: 'pwos resume', says: { en: 'After a reboot', ko: '재부팅한 뒤에' } },
    { command: 'pwos resume --detach', says: { en: 'In the background', ko: '뒤에서' } },
  ],
  json: 'lines',
  load: async () => (await import('../answers/resume.ts')).resumeAnswer,
}
