import type { Rate } from './value-forms.js';

/** Everything that an operator can set, read once at start by `readConfig`. Features get the part that they need. */
export interface Config {
  readonly server: ServerConfig;
  readonly jobs: JobsConfig;
  readonly database: DatabaseConfig;
  readonly redis: RedisConfig;
  readonly auth: AuthConfig;
  readonly chats: ChatConfig;
  readonly content: ContentConfig;
  readonly outgoing: OutgoingConfig;
  /** `null`: no mail is sent. */
  readonly mail: MailConfig | null;
  readonly webhooks: WebhookConfig;
  readonly push: PushConfig;
  readonly disputes: DisputeConfig;
  readonly files: FileConfig;
  readonly limits: Limits;
}

export interface ServerConfig {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** Processes that serve the port. */
  readonly workers: number;
  /** Whether clients may use long polling. */
  readonly polling: boolean;
  /** Origin under which browsers reach this server, or `null`: then the Host header decides. */
  readonly publicUrl: string | null;
  readonly frontendOrigins: readonly string[];
  /** Proxies in front; 0: X-Forwarded-For is not believed. */
  readonly trustProxy: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Whether demo data may be made (where no user exists). */
  readonly demo: boolean;
  /** `null`: no traces. */
  readonly traces: { readonly endpoint: string; readonly share: number } | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Which background jobs this process does. */
export interface JobsConfig {
  /** Those that tell connected devices what came of them. */
  readonly besideConnections: boolean;
  /** Those that can be done anywhere. */
  readonly apart: boolean;
  /** Where a process that does nothing else tells its health; `null`: nowhere. */
  readonly port: number | null;
}

export interface DatabaseConfig {
  /** Both `null`: the built-in PostgreSQL. Else both are set, one standing in for the other. */
  readonly pooledUrl: string | null;
  readonly directUrl: string | null;
  readonly pooledPoolSize: number;
  readonly realtimePoolSize: number;
  readonly messageWriters: number;
}

export interface RedisConfig {
  /** `null`: this server has no others beside it. */
  readonly url: string | null;
  /** Begins the names of channels and keys. */
  readonly prefix: string;
}

export interface AuthConfig {
  readonly jwtSecret: string;
  readonly jwtSecretPrevious: string | null;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** From a session's beginning to its end, however often it is refreshed; `null`: for ever. */
  readonly sessionSeconds: number | null;
  /** Of which a new password may not be made. */
  readonly passwordWords: readonly string[];
  /** The host platform's key set, if it has one. */
  readonly jwks: { readonly url: string; readonly issuer: string; readonly audience: string } | null;
  readonly serviceToken: string | null;
}

export interface ChatConfig {
  readonly creation: 'parties' | 'host';
  readonly editWindowSeconds: number;
  /** How long messages are kept; `null`: for ever. */
  readonly keepMs: number | null;
}

export interface ContentConfig {
  readonly rules: readonly 'contacts'[];
  /** In lower case. */
  readonly bookedStatuses: readonly string[];
  /** Whether links are looked at. */
  readonly linkPreviews: boolean;
}

export interface OutgoingConfig {
  /** Networks that may be reached although they are not public. */
  readonly allowed: readonly string[];
  readonly concurrency: number;
}

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
  /** Nothing is said before STARTTLS. */
  readonly requireTls: boolean;
}

/** Times in milliseconds. */
export interface MailConfig {
  readonly smtp: SmtpConfig;
  readonly from: string;
  /** Where mails that cannot be delivered go back to; `null`: to `from`. */
  readonly bouncesTo: string | null;
  /** The host platform's page of chats, with `{chatId}` and `{seq}`; `null`: people use the page of this server. */
  readonly page: string | null;
  /** What mails call this service. */
  readonly appName: string;
  readonly language: 'en' | 'es' | 'ur' | 'ar';
  readonly delayMs: number;
  readonly pauseMs: number;
  /** To one person; 0: any number. */
  readonly perHour: number;
  readonly rate: Rate | null;
}

export interface WebhookConfig {
  /** The one that the environment names. */
  readonly endpoint: {
    readonly url: string;
    /** The first one is the present one; the others sign beside it. */
    readonly secrets: readonly string[];
    /** Empty: all. */
    readonly types: readonly string[];
    /** Whether it is told what messages say. */
    readonly text: boolean;
  } | null;
  /** For how long events and deliveries are kept, in milliseconds. */
  readonly logMs: number;
}

export interface PushConfig {
  /** Base64url of the private key of VAPID; `null`: the server makes one and keeps it. */
  readonly vapidPrivateKey: string | null;
  /** How push services reach the operator: `mailto:` or `https:`. */
  readonly vapidSubject: string;
  readonly fcm: FcmConfig | null;
  readonly apns: ApnsConfig | null;
}

export interface FcmConfig {
  readonly project: string;
  readonly clientEmail: string;
  /** PEM. */
  readonly privateKey: string;
  readonly tokenUrl: string;
  readonly url: string;
}

export interface ApnsConfig {
  /** PEM. */
  readonly key: string;
  readonly keyId: string;
  readonly teamId: string;
  /** The application's bundle id. */
  readonly topic: string;
  readonly url: string;
}

/** Times in milliseconds. */
export interface DisputeConfig {
  readonly answerMs: number;
  readonly settleMs: number;
  /** For how long the LSM of a settled dispute still reads it. */
  readonly accessMs: number;
  /**
   * A private Ed25519 key in PEM; `null` in production: no evidence can be made. Outside production the first call makes
   * one and keeps it in the data folder: nothing is written before somebody wants evidence.
   */
  readonly evidenceKey: () => string | null;
  /** Public keys in PEM that signed earlier evidence. */
  readonly previousEvidenceKeys: readonly string[];
}

export interface FileConfig {
  /** `null`: files are kept under `dataDir`. */
  readonly s3: S3Config | null;
  /** clamd; `null`: nothing is scanned. */
  readonly scanner: { readonly host: string; readonly port: number } | null;
}

export interface S3Config {
  readonly bucket: string;
  /** Without the bucket, and without a slash at its end. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly prefix: string;
}

/** `null` is off. Times in milliseconds, sizes in bytes. What each means: `limit-variables.ts`. */
export interface Limits {
  readonly send: Rate | null;
  readonly events: Rate | null;
  readonly eventRefusals: Rate | null;
  readonly typing: Rate | null;
  readonly newChats: Rate | null;
  readonly disputes: Rate | null;
  readonly evidence: Rate | null;
  readonly export: Rate | null;
  readonly search: Rate | null;
  readonly login: Rate | null;
  readonly loginAddress: Rate | null;
  readonly handshakes: Rate | null;
  readonly handshakeWaitMs: number | null;
  readonly unauthenticatedMs: number | null;
  readonly connectionsPerUser: number | null;
  readonly connectionsPerAddress: number | null;
  /** `null`: 70 % of the process's file limit. */
  readonly connections: number | null;
  readonly frameBytes: number | null;
  readonly outboundVolatileBytes: number | null;
  readonly outboundBytes: number | null;
  readonly outboundStallMs: number | null;
  readonly statementMs: number | null;
  readonly lockMs: number | null;
  readonly idleTransactionMs: number | null;
  readonly poolQueue: number | null;
  readonly poolWaitMs: number | null;
  readonly appendQueue: number | null;
  readonly loopLagMs: number | null;
  readonly imageBytes: number | null;
  readonly imagePixels: number | null;
  readonly audioBytes: number | null;
  readonly documentBytes: number | null;
  readonly openUploads: number | null;
  readonly uploadsPerDay: number | null;
  readonly uploadBytesPerDay: number | null;
  readonly linkPreviews: number | null;
}
