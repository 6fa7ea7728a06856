import { dirname } from 'node:path'
import type { Text } from '#expression/text.ts'
import type { Json } from '#model/json.ts'
import type { Channel } from '#model/notify.ts'
import { noticeText } from '#report/notice-text.ts'
import type { Notice } from '#run/notices.ts'
import type { RunState } from '#run/state.ts'
import { commandFor } from '../waiting-command.ts'
import { referenceOf } from '../waiting-work.ts'

/** A notice as it goes out by one channel. */
export interface Message {
  readonly notice: Notice
  readonly channel: Channel
  readonly title: string
  readonly text: string
  /** Folder of the workflow file. */
  readonly folder: string
  /** E-mail addresses of those it goes to. */
  readonly addresses: readonly string[]
  /** What programs are given. */
  readonly json: { readonly [name: string]: Json }
}

export function messageOf(notice: Notice, channel: Channel, run: RunState): Message {
  const { workflow } = run
  const said = noticeText(notice, workflow.title ?? workflow.name, whatToType(notice, run))
  const title = said.title[channel.language]
  const text = said.text[channel.language]
  const { id: _, persons, gates, ...rest } = notice
  return {
    ...{ notice, channel, title, text, folder: dirname(run.started.file) },
    addresses: channel.way.kind === 'email' ? addressesOf(channel.way.to, notice.persons, run) : [],
    json: {
      ...{ ...rest, workflow: workflow.name, persons: [...persons], title: plain(said.title), text: plain(said.text) },
      ...(gates === undefined ? {} : { gates: [...gates] }),
    },
  }
}

const plain = ({ en, ko }: Text) => ({ en, ko })

function whatToType(notice: Notice, run: RunState): string {
  const { work, task = 0, label = '', stage = '' } = notice
  if (work === undefined) return `pwos status ${run.id}`
  const single = run.workflow.stages.find(({ name }) => name === stage)?.fanout.kind === 'single'
  return commandFor({ kind: work, run: run.id, reference: referenceOf(stage, single, { task, label }) }, undefined)
}

/** Persons without an address are left out: there may be other channels. */
function addressesOf(to: readonly string[], asked: readonly string[], { workflow }: RunState): readonly string[] {
  const called = to.flatMap((name) => (name === 'asked' ? asked : [name]))
  const addresses = called.flatMap((name) => {
    if (name.includes('@')) return [name]
    return workflow.people.flatMap(({ name: person, roles, email }) =>
      (person === name || roles.includes(name)) && email !== undefined ? [email] : [],
    )
  })
  return [...new Set(addresses)]
}
