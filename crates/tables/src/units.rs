//! Spellings of units that may stand beside a number, in lower case. A box takes its own unit and refuses all others.

/// Chinese money.
pub const CNY: &[&str] = &["cny", "rmb", "cn¥", "¥", "元", "块", "人民币", "yuan"];
/// Other money by its code: what people write in place of the code and its sign.
pub const CURRENCIES: &[(&str, &[&str])] = &[
    ("EUR", &["€", "euro", "euros", "欧元"]),
    ("USD", &["$", "us$", "dollar", "dollars", "美元"]),
    ("GBP", &["£", "pound", "pounds", "英镑"]),
    ("JPY", &["¥", "yen", "円", "日元"]),
    ("HKD", &["$", "hk$", "港元", "港币"]),
];
/// Minutes. `m` is a minute here and a million elsewhere.
pub const MINUTES: &[&str] = &["min", "min.", "mins", "minute", "minutes", "m", "分钟", "分"];
/// Hours.
pub const HOURS: &[&str] = &["h", "hr", "hrs", "hour", "hours", "小时", "时"];
/// Days.
pub const DAYS: &[&str] = &["d", "day", "days", "天", "日"];
/// Months. `m` is a month here and a million elsewhere.
pub const MONTHS: &[&str] = &["m", "mo", "month", "months", "个月", "月"];
/// Years.
pub const YEARS: &[&str] = &["y", "yr", "year", "years", "年"];
/// Persons.
pub const PEOPLE: &[&str] = &[
    "customer",
    "customers",
    "people",
    "persons",
    "users",
    "人",
    "名",
    "位",
    "个",
    "户",
    "用户",
    "名用户",
    "个用户",
    "客户",
    "名客户",
    "个客户",
];
/// Points of a score.
pub const POINTS: &[&str] = &["pt", "pts", "point", "points", "分"];
/// Multiples.
pub const TIMES: &[&str] = &["x", "×", "times", "倍"];
/// Orders.
pub const ORDERS: &[&str] = &["order", "orders", "单", "次"];
/// Contacts.
pub const CONTACTS: &[&str] = &["contact", "contacts", "次"];
/// No unit.
pub const NONE: &[&str] = &[];
