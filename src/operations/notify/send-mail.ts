import type { Given, Way } from '#model/notify.ts'
import type { Message } from './message.ts'
import { codeOf, tryMs, type Undelivered } from './trying.ts'

type Email = Extract<Way, { kind: 'email' }>

/** Sends a message by SMTP. */
export async function sendMail(
  { addresses, title, text, notice }: Message,
  { from, server, user, password, security }: Email,
  read: (given: Given) => string,
): Promise<Undelivered | undefined> {
  // Loaded when there is something to send: nobody else waits for it.
  const { createTransport } = await import('nodemailer')
  const [host = '', port] = read(server).split(':')
  const transport = createTransport({
    host,
    port: port === undefined ? (security === 'tls' ? 465 : 587) : Number(port),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user: read(user), pass: password === undefined ? '' : read(password) } }),
    connectionTimeout: tryMs,
    greetingTimeout: tryMs,
    socketTimeout: tryMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from,
      to: [...addresses],
      subject: title,
      text: `${text}\n`,
      // The same notice sent twice is recognised by it.
      messageId: `<${encodeURIComponent(`${notice.run}/${notice.id}`)}@pwos>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return undefined
  } catch (error) {
    const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
    const detail = status === 0 ? codeOf(error) : `SMTP ${status}`
    // The server has said no for good.
    return { detail, permanent: status >= 500 }
  } finally {
    transport.close()
  }
}
