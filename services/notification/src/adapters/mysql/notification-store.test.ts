import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { temporaryDatabase } from '@usher/stores/mysql/temporary-database.fixture'
import { ownServer, realServer } from '@usher/testing'
import { claimed, openNotification, refused } from '../../domain/notification.ts'
import { bookingConfirmed } from '../../domain/occasions.ts'
import { notificationStoreContract } from '../../ports/notification-store.contract.ts'
import { openMysqlNotificationStore } from './notification-store.ts'
import type { NotificationDatabase } from './notifications-database.ts'

for (const [name, setting] of [
  ['MySQL', 'USHER_MYSQL_URL'],
  ['MariaDB', 'USHER_MARIADB_URL'],
] as const) {
  const { address, options } = realServer(setting)
  const open = async () => {
    const { mysql, url, close } = await temporaryDatabase<NotificationDatabase>(address)
    const reopened: { close(): Promise<void> }[] = []
    return {
      mysql,
      store: await openMysqlNotificationStore(mysql),
      reopen: async () => {
        const again = openMysql<NotificationDatabase>({ url, poolSize: 2, timeoutMs: 30_000 })
        reopened.push(again)
        return openMysqlNotificationStore(again)
      },
      close: async () => {
        for (const each of reopened) await each.close()
        await close()
      },
    }
  }

  notificationStoreContract(name, open, options)

  test(
    `${name}: ids differ by case and accents, and reasons are kept whole`,
    options,
    async (t) => {
      const { store, close } = await open()
      t.after(close)
      for (const bookingId of ['bk_a', 'bk_A', 'bk_ä']) {
        const first = openNotification(bookingConfirmed({ bookingId, userId: 'user_1' }), 1)
        assert.equal(await store.add(first), true)
        const failed = refused(claimed(first, 2), `550 ${'ü🎟'.repeat(900)}`, 3)
        await store.save({ ...failed, version: 2 })
        assert.equal((await store.get(first.notificationId))?.reason, failed.reason)
      }
    },
  )

  test(`${name}: many processes open the store at once`, options, async (t) => {
    const { mysql, close } = await open()
    t.after(close)
    const stores = await Promise.all([1, 2, 3, 4].map(() => openMysqlNotificationStore(mysql)))
    const first = openNotification(bookingConfirmed({ bookingId: 'bk_1', userId: 'user_1' }), 1)
    const added = await Promise.all(stores.map((store) => store.add(first)))
    assert.equal(added.filter(Boolean).length, 1)
  })
}

const { options } = realServer('USHER_MYSQL_URL')

test('a killed MySQL loses no notification that was added', options, async (t) => {
  const server = await ownServer('mysql', 'USHER_MYSQL_URL')
  t.after(() => server.close())
  const mysql = openMysql<NotificationDatabase>({
    url: server.address,
    poolSize: 4,
    timeoutMs: 30_000,
  })
  t.after(() => mysql.close())
  const store = await openMysqlNotificationStore(mysql)
  const first = openNotification(bookingConfirmed({ bookingId: 'bk_1', userId: 'user_1' }), 1)
  await store.add(first)
  await server.kill()
  const unavailable = { kind: 'unavailable', code: 'mysql_unavailable' }
  await assert.rejects(store.get(first.notificationId), unavailable)
  await assert.rejects(store.save(claimed(first, 2)), unavailable)
  await server.start()
  assert.deepEqual(await store.get(first.notificationId), first)
})
