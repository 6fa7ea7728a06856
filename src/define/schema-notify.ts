import * as z from 'zod'
import { noticeKinds } from '#model/notify.ts'
import { plan } from './planned.ts'
import { oneOrMoreTexts } from './schema-value.ts'

/** The shape of `notify`: who outside is told of what. */

const kind = z.enum(noticeKinds)

const environment = (what: string, example: string) =>
  z
    .string()
    .optional()
    .meta({
      description: `Name of the environment variable that holds ${what}; its value is never journalled or shown.`,
      examples: [example],
    })

const webhook = z.strictObject({
  url: z
    .string()
    .optional()
    .meta({ description: 'Where a JSON object is posted.', examples: ['https://chat.example.org/hooks/beamtime'] }),
  url_from: environment('the address', 'CHAT_URL'),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'Headers to be sent.', examples: [{ 'X-Team': 'optics' }] }),
  headers_from: z
    .record(z.string(), z.string())
    .optional()
    .meta({
      description: 'Headers by the names of environment variables that hold their values.',
      examples: [{ Authorization: 'CHAT_TOKEN' }],
    }),
})

const email = z.strictObject({
  to: oneOrMoreTexts.optional().meta({
    description: 'Persons, roles, addresses; `asked` are those whose work it is about.',
    default: 'asked',
    examples: [['asked', 'pi', 'beamline@example.org']],
  }),
  from: z.string().meta({ description: 'Address of the sender.', examples: ['pwos@example.org'] }),
  server: z
    .string()
    .optional()
    .meta({ description: 'Mail server, HOST or HOST:PORT.', examples: ['smtp.example.org:587'] }),
  server_from: environment('the mail server', 'SMTP_SERVER'),
  user_from: environment('the user name at the server', 'SMTP_USER'),
  password_from: environment('the password at the server', 'SMTP_PASSWORD'),
  security: z.enum(['starttls', 'tls', 'none']).optional().meta({
    description: '`starttls` asks the server to encrypt and insists, `tls` is encrypted from the start (port 465), `none` is plain text.',
    default: 'starttls',
  }),
})

const channel = plan(
  z.strictObject({
    when: z
      .union([kind, z.array(kind)])
      .optional()
      .meta({
        description:
          'Of what: work waits for somebody, is called to mind, is overdue; a gate failed; the run finished; the deadline is in danger.',
        examples: [['waiting', 'overdue', 'finished']],
        'x-left-out': 'of everything',
      }),
    command: z
      .string()
      .optional()
      .meta({
        description: 'A shell command. `$PWOS_TITLE`, `$PWOS_TEXT`, `$PWOS_KIND` and `$PWOS_RUN` say what; standard input is JSON.',
        examples: ['notify-send "$PWOS_TITLE" "$PWOS_TEXT"'],
      }),
    webhook: webhook.optional().meta({ description: 'An address that takes JSON by POST.' }),
    email: email.optional().meta({ description: 'E-mail by SMTP.' }),
    language: z.enum(['en', 'ko']).optional().meta({ description: 'In which language.', default: 'en' }),
  }),
  [],
)

export const notify = z.array(channel)
