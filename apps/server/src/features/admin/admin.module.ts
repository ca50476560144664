import { Module } from '@nestjs/common';
import { AddUser } from './add-user.js';
import { DeleteUser } from './delete-user.js';
import { ListUsers } from './list-users.js';
import { PutUser } from './put-user.js';

/**
 * What administrators and the host platform (by its `SERVICE_TOKEN`) do to users. Owns nothing: users are auth's, which
 * writes them and the row of `audit` in one statement. What they do to chats is in the chats feature.
 */
@Module({ providers: [ListUsers, AddUser, PutUser, DeleteUser] })
export class AdminModule {}
