-- Which deliveries are shown on a device and not taken back: those that were read by then are looked for (delivery_settle).
create index deliveries_shown on deliveries (channel) where done_seq > 0 and withdrawn_at is null;
