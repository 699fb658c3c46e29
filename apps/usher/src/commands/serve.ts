import { defineCommand } from '../cli/command.ts'
import { outJson } from '../cli/terminal.ts'
import { runServer } from '../server/run-server.ts'
import { refuseOperands } from './operands.ts'
import { portOf, serverOptions } from './server-options.ts'

export const serve = defineCommand({
  name: 'serve',
  summary: 'run Usher over a data directory',
  about: [
    'Runs all of Usher in this process, on one port, over one directory.',
    '',
    'Settings come from environment variables; "usher doctor --settings" lists them.',
    'SIGTERM or Ctrl-C ends it: answers in flight are finished, everything acknowledged is',
    'on disk.',
  ].join('\n'),
  options: serverOptions,
  examples: [
    { line: 'usher serve --data-dir /var/lib/usher', does: 'serves this machine on port 8080' },
    { line: 'usher serve --host 0.0.0.0 --port 80', does: 'lets other machines in' },
    { line: 'usher serve --port 0 --json', does: 'prints {"url", "docs_url"} once it answers' },
  ],
  async run({ values, operands, terminal, env, loaded }) {
    refuseOperands(operands)
    return runServer({
      host: values.host,
      port: portOf(values.port),
      dataDir: values['data-dir'],
      env,
      terminal,
      onReady(url) {
        const docsUrl = `${url}/docs`
        if (values.json) outJson(terminal, { url, docs_url: docsUrl })
        else terminal.out(`Usher answers at ${url}, its documentation at ${docsUrl}`)
        loaded()
      },
    })
  },
})
