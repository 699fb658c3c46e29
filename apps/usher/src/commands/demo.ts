import { defineCommand } from '../cli/command.ts'
import { type Progress, showProgress } from '../cli/progress.ts'
import { outJson, type Terminal } from '../cli/terminal.ts'
import { demoAccounts } from '../demo/demo-accounts.ts'
import { demoSettings } from '../demo/demo-settings.ts'
import { type DemoListing, openDemoSet } from '../demo/demo-set.ts'
import { type Welcome, welcomeText } from '../demo/welcome.ts'
import { runServer } from '../server/run-server.ts'
import { refuseOperands } from './operands.ts'
import { portOf, serverOptions } from './server-options.ts'

export const demo = defineCommand({
  name: 'demo',
  summary: 'run a box office with five demo events and accounts to try',
  about: [
    'Runs all of Usher in this process with a theatre, a concert hall of 3,000, a stadium',
    'of 80,000, a club without seats and a plan by somebody else, all on sale, and accounts',
    'for every role. The second start goes on where the first ended. The passwords are',
    'public and the rate limits ten times the usual: not for machines that strangers reach.',
  ].join('\n'),
  options: serverOptions,
  examples: [
    { line: 'usher demo', does: 'opens on port 8080, keeps its data in ./data' },
    {
      line: 'usher demo --port 0 --data-dir /tmp/usher --json',
      does: 'one line of JSON once it is ready',
    },
  ],
  async run({ values, operands, terminal, env, loaded }) {
    refuseOperands(operands)
    const accounts = Object.values(demoAccounts)
    let events: readonly DemoListing[] = []
    return runServer({
      host: values.host,
      port: portOf(values.port),
      dataDir: values['data-dir'],
      env: { ...demoSettings, ...env },
      terminal,
      async prepare(embedded, needs) {
        const onEvent = eventProgress(terminal)
        events = await openDemoSet({ ...needs, ...embedded, onEvent })
      },
      onReady(url) {
        const welcome = { url, docsUrl: `${url}/docs`, accounts, events }
        if (values.json) outJson(terminal, documentOf(welcome))
        else terminal.out(welcomeText(welcome, terminal.colors))
        loaded()
      },
    })
  },
})

function documentOf({ url, docsUrl, accounts, events }: Welcome) {
  const logins = accounts.map(({ role, email, password }) => ({ role, email, password }))
  return { url, docs_url: docsUrl, accounts: logins, events }
}

function eventProgress(terminal: Terminal): (made: number, total: number) => void {
  let progress: Progress | undefined
  return (made, total) => {
    progress ??= showProgress(terminal, { label: 'Making the demo events', total })
    progress.update(made)
    if (made === total) progress.end()
  }
}
