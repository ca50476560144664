import * as form from './value-forms.js';
import { optional, withDefault } from './variable.js';

/** Where files are kept, and who looks at them first. */
export const fileVariables = {
  S3_BUCKET: optional('name', form.text, {
    defaultText: 'files are kept under DATA_DIR',
    description: 'The bucket of an S3-compatible store for files; several servers need one.',
  }),
  S3_ENDPOINT: optional('address', form.webAddress, {
    defaultText: 'AWS, in S3_REGION',
    description: 'The address of the store, without the bucket.',
  }),
  S3_REGION: withDefault('name', 'us-east-1', form.text, { description: 'The region that requests are signed for.' }),
  S3_ACCESS_KEY_ID: optional('text', form.text, { description: 'Required with S3_BUCKET.' }),
  S3_SECRET_ACCESS_KEY: optional('text', form.text, { description: 'Required with S3_BUCKET.' }),
  S3_PREFIX: withDefault('text', '', form.text, { description: 'What the names of all objects begin with.' }),
  CLAMAV_ADDRESS: optional('host:port', form.hostAndPort, {
    defaultText: 'files are not scanned',
    description: 'A clamd that looks at every file; nothing is served that it has not seen.',
  }),
};
