import { readKafkaConfig } from '@usher/bus/kafka/kafka-settings'
import {
  AuthService,
  BookingService,
  EventsService,
  InventoryService,
  NotificationService,
  TicketService,
} from '@usher/contracts'
import { openKafkaBus } from '@usher/process/service/open-kafka-bus'
import { readProcessConfig } from '@usher/process/service/process-settings'
import { runService } from '@usher/process/service/run-service'
import { readMysqlConfig } from '@usher/stores/mysql/mysql-settings'
import { openMysql } from '@usher/stores/mysql/open-mysql'
import { openMysqlNotificationStore } from './adapters/mysql/notification-store.ts'
import type { NotificationDatabase } from './adapters/mysql/notifications-database.ts'
import { openMail } from './adapters/open-mail.ts'
import { readMailSettings, readNotificationConfig } from './config.ts'
import { createNotification } from './notification.ts'

const settings = {
  process: readProcessConfig,
  notification: readNotificationConfig,
  mail: readMailSettings,
  mysql: readMysqlConfig,
  kafka: readKafkaConfig,
}

await runService('notification', settings, async (needs, config) => {
  const { clock, peers } = needs
  const mysql = openMysql<NotificationDatabase>(config.mysql)
  const notifications = await openMysqlNotificationStore(mysql)
  const kafka = await openKafkaBus(config.kafka, needs)
  const mail = await openMail({ ...config, clock })
  const clients = {
    auth: peers.client('auth', AuthService),
    events: peers.client('events', EventsService),
    booking: peers.client('booking', BookingService),
    tickets: peers.client('booking', TicketService),
    inventory: peers.client('inventory', InventoryService),
  }
  const publicUrl = () => config.process.publicUrl
  const notification = createNotification(
    { ...needs, ...clients, ...mail, notifications, publicUrl },
    config.notification,
  )
  return {
    offers: [{ service: NotificationService, handlers: notification.rpc }],
    jobs: notification.jobs,
    consumers: notification.consumers,
    bus: kafka.bus,
    ready: () => notification.ready(),
    async close() {
      await kafka.close()
      await mail.mailer.close()
      await mysql.close()
    },
  }
})
