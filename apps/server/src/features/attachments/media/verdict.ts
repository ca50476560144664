import type { RefusalReason } from '@stm-chat/protocol';

/** What a file turned out to be, by what it holds. */
export type Verdict =
  | {
      readonly kind: 'image';
      readonly type: string;
      readonly width: number;
      readonly height: number;
      /** A ThumbHash, in base64. */
      readonly placeholder: string;
      /** Made anew, in the folder that was given for it. */
      readonly image: string;
      readonly thumbnail: string;
    }
  | {
      readonly kind: 'audio';
      readonly type: string;
      readonly durationMs: number | null;
      /** As it was heard; null when it was not. */
      readonly peaks: readonly number[] | null;
    }
  | { readonly kind: 'document'; readonly type: string }
  | { readonly refused: RefusalReason };

/** A file to look at. Everything that the program needs is in here: it reads no environment and no database. */
export interface Inspection {
  /** Absolute. */
  readonly file: string;
  /** Absolute; for what is made of it. */
  readonly folder: string;
  readonly claim: 'image' | 'audio' | 'pdf' | 'document';
  /** The media type that the uploader named, without parameters; may be ''. */
  readonly claimedType: string;
  readonly name: string;
  /** null: any number. */
  readonly maxPixels: number | null;
}
