/** Names, limits and types of the wire; no dependency at run time, for browsers. Schemas are in `./schemas`. */
export * from './dispute-words.js';
export * from './errors.js';
export * from './limits.js';
export * from './names.js';
export type { CannedTextEntry } from './commands/canned-texts.js';
export type { ChatChanges, ChatChangesError } from './commands/messages.js';
export type { Block, OwnReport, QuotedMessage, Report, ReportDecision, ReportReason } from './commands/safety.js';
export type { JobHit, PersonHit, SearchHit } from './commands/search.js';
export type { CommandInput, CommandOutput, ParsedInput } from './contracts.js';
export type {
  ChatListing,
  ChatPrefs,
  ChatRecord,
  ChatStatus,
  ChatSummary,
  Job,
  Lane,
  Member,
} from './entities/chat.js';
export type {
  Dispute,
  DisputeAccess,
  DisputeEvent,
  DisputeLsm,
  DisputeRead,
  DisputeStatus,
  MessageVersion,
  Resolution,
} from './entities/dispute.js';
export type { LinkPreview, Message, MessageType, Reaction, Reply, SenderType, SystemNote } from './entities/message.js';
export type { Attachment, AttachmentLink, RefusalReason, Upload } from './entities/attachment.js';
export type { Notification, NotificationType } from './entities/notification.js';
export type {
  ChannelName,
  ChatNotificationPrefs,
  ChatQuietHours,
  Delivery,
  DeliveryHop,
  DeliveryState,
  DeliveryStep,
  NotificationPrefs,
  QuietHours,
} from './entities/delivery.js';
export type { PushKind, PushSubscriptionRecord } from './entities/push.js';
export type { Offer, OfferTerms } from './entities/offer.js';
export type { MaskedPart, Mention, TextRange } from './entities/text-range.js';
export type { Account, Role, Session, UserRecord } from './entities/user.js';
export type {
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEndpointWithSecret,
  WebhookEventType,
  WebhookReason,
  WebhookState,
  WebhookType,
} from './entities/webhook.js';
export type { ChatActivity, ServerEvents } from './events.js';
