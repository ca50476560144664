import type { UploadItem } from '@stm-chat/client';
import type { Attachment } from '@stm-chat/protocol';

/** One file as it is shown, wherever it is by now. */
export interface ShownFile extends Attachment {
  /** On its way from here. */
  readonly upload?: UploadItem;
}
