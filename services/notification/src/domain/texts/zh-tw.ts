import type { Catalogue } from './en.ts'

export const zhTw: Catalogue = {
  'booking_confirmed.subject': '您的門票：{event}',
  'booking_confirmed.preheader': '{tickets, plural, other {# 張門票}} · 訂單編號 {reference}',
  'booking_confirmed.title': '訂票成功！',
  'booking_confirmed.intro':
    '您的訂票已確認。{tickets, plural, other {# 張門票}}已附在 PDF 檔案中，並附上行事曆檔案。',
  'booking_confirmed.door':
    '入場方式：請出示每張門票的 QR 碼，手機或紙本皆可，無須網路。每張門票限一人入場一次。',
  'booking_confirmed.care': '持有 QR 碼即等於持有門票，請勿公開張貼照片。',

  'booking_cancelled.subject':
    '{whole, select, yes {您的訂票已取消：{event}} other {您的部分訂票已取消：{event}}}',
  'booking_cancelled.preheader': '已退款 {amount} · 訂單編號 {reference}',
  'booking_cancelled.title': '{whole, select, yes {您的訂票已取消} other {您的部分訂票已取消}}',
  'booking_cancelled.intro':
    '{whole, select, yes {此訂單已無任何門票。} other {其餘門票仍然有效，清單如下。}}已取消的門票無法再入場。',

  'event_cancelled.subject': '活動取消：{event}',
  'event_cancelled.preheader': '已退款 {amount} · 訂單編號 {reference}',
  'event_cancelled.title': '活動已取消',
  'event_cancelled.intro': '很抱歉，{event} 將不會舉行。您的訂票已取消，您無須採取任何動作。',

  'refund.returned': '{amount} 將退回您付款時使用的信用卡或帳戶，銀行通常需要數日才會顯示。',
  'refund.nothing': '沒有需要退還的款項。',

  'reservation_expiring.subject': '為您保留座位至 {time}：{event}',
  'reservation_expiring.preheader': '訂購時間還剩約 {minutes, plural, other {# 分鐘}}',
  'reservation_expiring.title': '您的座位保留即將到期',
  'reservation_expiring.intro':
    '我們為您保留這些座位至 {time}，還剩約 {minutes, plural, other {# 分鐘}}。逾時後其他人即可選購。',
  'reservation_expiring.ignore': '如果您不再需要這些座位，無須採取任何動作，我們尚未收取任何款項。',

  greeting: '{known, select, yes {{name}，您好：} other {您好：}}',
  'label.when': '時間',
  'label.where': '地點',
  'label.reference': '訂單編號',
  'label.total': '總計',
  'label.refunded': '退款',
  'label.kept_until': '保留至',
  'list.tickets': '您的門票',
  'list.seats': '您的座位',
  'list.cancelled': '已取消',
  'list.left': '仍然有效',
  'place.section': '{section} 區',
  'place.row': '{row} 排',
  'place.seat': '{seat} 號',
  'place.area': '{area}，{quantity, plural, other {# 位}}',
  'place.between': ' ',
  'action.booking': '查看訂單',
  'action.reservation': '立即訂購',
  'footer.why': '您因訂票而收到此郵件。此郵件由系統自動寄出，請勿回覆。',
  'footer.why_reservation': '您因保留座位而收到此郵件。此郵件由系統自動寄出，請勿回覆。',
}
