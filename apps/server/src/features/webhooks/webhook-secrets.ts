import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { AuthConfig, WebhookConfig } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { SecretSeal } from '../../kernel/secret-seal.js';
import { putSealedSecrets, readSecrets } from './secrets.repository.js';
import { type EndpointRow, ENVIRONMENT_ID } from './webhooks.queries.js';

interface Part {
  readonly auth: Pick<AuthConfig, 'jwtSecret' | 'jwtSecretPrevious'>;
  readonly webhooks: { readonly endpoint: Pick<NonNullable<WebhookConfig['endpoint']>, 'secrets'> | null };
}

/**
 * What signs requests to endpoints. It lies in the database sealed for its endpoint alone; only the endpoint of the
 * environment has its secrets there.
 */
@Injectable()
export class WebhookSecrets implements OnModuleInit {
  readonly #seal: SecretSeal;
  readonly #ofEnvironment: readonly string[];

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) { auth, webhooks }: Part,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#seal = new SecretSeal(auth.jwtSecret, auth.jwtSecretPrevious, 'stm-chat webhook secrets');
    this.#ofEnvironment = webhooks.endpoint?.secrets ?? [];
  }

  seal(endpointId: string, secret: string): Buffer {
    return this.#seal.seal(Buffer.from(secret), endpointId);
  }

  /** The present one first, and the former one while it signs too. Empty: it cannot be opened, and must be rotated. */
  of({ id, secret_sealed, previous_sealed, previous_until }: EndpointRow, now: number): readonly string[] {
    if (id === ENVIRONMENT_ID) return this.#ofEnvironment;
    const present = this.#open(id, secret_sealed);
    if (present === null) return [];
    const former = (previous_until?.getTime() ?? 0) > now ? this.#open(id, previous_sealed) : null;
    return former === null ? [present] : [present, former];
  }

  /** Seals what is plain, of a version before; and anew what was sealed with JWT_SECRET_PREVIOUS. */
  async onModuleInit(): Promise<void> {
    for (const row of await readSecrets(this.database)) {
      const { id } = row;
      const present = row.secret ?? this.#open(id, row.secret_sealed);
      const former = row.previous_secret ?? this.#open(id, row.previous_sealed);
      if (present === null) {
        this.logger.warn(
          { endpoint: id },
          'the secret of a webhook endpoint cannot be opened with JWT_SECRET: nothing is sent there until it gets a new one',
        );
        continue;
      }
      if (row.secret === null && row.previous_secret === null && !this.#isOld(row)) continue;
      const sealed = { present: this.seal(id, present), former: former === null ? null : this.seal(id, former) };
      await putSealedSecrets(this.database, row, sealed);
    }
  }

  #open(id: string, sealed: Buffer | null): string | null {
    return sealed === null ? null : (this.#seal.open(sealed, id)?.secret.toString() ?? null);
  }

  #isOld({ id, secret_sealed, previous_sealed }: Pick<EndpointRow, 'id' | 'secret_sealed' | 'previous_sealed'>) {
    return [secret_sealed, previous_sealed].some((one) => one !== null && this.#seal.open(one, id)?.isOld === true);
  }
}
