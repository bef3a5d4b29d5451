/** The tables of the shop. Amounts are in cents. */
export const schema = `
  create table products (
    position serial,
    sku text primary key,
    name text not null,
    category text not null,
    price integer not null check (price > 0),
    stock integer not null check (stock >= 0),
    note text not null
  );
  create table discounts (
    code text primary key,
    kind text not null,
    value integer not null,
    expires timestamptz
  );
  create table carts (
    id uuid primary key default gen_random_uuid(),
    discount_code text references discounts
  );
  create table cart_lines (
    position serial,
    cart_id uuid not null references carts,
    sku text not null references products,
    quantity integer not null check (quantity > 0),
    primary key (cart_id, sku)
  );
  create table orders (
    id integer primary key generated always as identity (start with 1001),
    label text not null,
    lines jsonb not null,
    subtotal integer not null,
    discount integer not null,
    total integer not null check (total >= 0),
    placed_at timestamptz not null
  );
`
