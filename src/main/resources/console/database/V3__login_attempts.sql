-- Logins at a provider that were begun and are not finished: hashes of what the browser brings back, and what it does not know.

create table login_attempt (
  state text primary key,
  browser text not null,
  nonce text not null,
  verifier text not null,
  expires bigint not null
);
create index login_attempt_expires on login_attempt (expires);
