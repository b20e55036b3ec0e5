//! Links as mail, chat programs, hosts and editors hand them on: however they were mangled, they open to the same document.

use aftercast_link::{NoticeKind, decode, encode, find, pack};
use proptest::prelude::*;
use proptest::sample::select;

const HOST: &str = "https://example.org/aftercast/";

/// Whole links of the corpus and a few others.
fn whole() -> Vec<String> {
    let corpus = include_str!("corpus.txt").lines().filter_map(|line| line.strip_prefix("link "));
    let corpus = corpus.filter_map(|link| link.rsplit_once('#').map_or(Some(link), |(_, fragment)| Some(fragment)));
    let own = [
        "v=1&p=base.1&name=%E5%AE%A2%E6%9C%8D%E9%85%8D%E6%AF%94%E4%B8%80%E6%AF%94%E4%B8%89%E5%8D%83&cpa=3000&e=1.0.0&k=qry325",
    ];
    let links: Vec<String> =
        corpus.chain(own).filter(|link| decode(link).notices.is_empty()).map(str::to_owned).collect();
    assert!(links.len() >= 8, "{}", links.len());
    links
}

/// Equal to the bits, which `==` on numbers does not tell (0 and -0).
fn same(text: &str, fragment: &str) -> Result<(), String> {
    let (read, expected) = (decode(text), decode(fragment));
    if !read.notices.is_empty() {
        return Err(format!("{:?}\n{text}", read.notices));
    }
    let (read, expected) = (format!("{:?}", read.document), format!("{:?}", expected.document));
    if read == expected { Ok(()) } else { Err(format!("{text}\n{read}\n{expected}")) }
}

type Mangling = (&'static str, fn(&str) -> String);

fn percent(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn chunks(text: &str, length: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(length).map(|c| c.iter().collect()).collect()
}

fn quoted_printable(text: &str) -> String {
    let plain = |b: u8| b != b'=' && (b.is_ascii_graphic() || b == b' ' || b == b'\n');
    let escaped = text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("={b:02X}") });
    let (mut out, mut width) = (String::new(), 0);
    for piece in escaped {
        if width + piece.len() > 75 {
            out.push_str("=\r\n");
            width = 0;
        }
        width = if piece == "\n" { 0 } else { width + piece.len() };
        out.push_str(&piece);
    }
    out
}

/// What befalls the link itself.
const OF_LINK: &[Mangling] = &[
    ("nothing", |url| url.to_owned()),
    ("a second #", |url| format!("{url}#")),
    ("a second fragment", |url| format!("{url}#top")),
    ("a text fragment", |url| format!("{url}#:~:text=net%20gain,pays")),
    ("a text fragment without #", |url| format!("{url}:~:text=gain")),
    ("# as %23", |url| url.replacen('#', "%23", 1)),
    ("pairs behind ?", |url| url.replacen('#', "?", 1)),
    ("a query of the page", |url| url.replacen('#', "?engine=scalar&from=x#", 1)),
    ("a query of the page before the pairs", |url| url.replacen('#', "?utm_source=mail&", 1)),
    ("tracking pairs", |url| {
        format!("{url}&utm_source=mail&utm_campaign=a%20b&fbclid=IwAR0x&gclid=1&from=singlemessage")
    }),
    ("tracking pairs as a query", |url| format!("{url}?utm_source=mail&mc_cid=1")),
    ("unknown pairs", |url| format!("{url}&xtor=EPR-1&trk=abc")),
    ("names decoded", |url| String::from_utf8(percent_decoded(url)).unwrap()),
    ("blanks as %20", |url| url.replace('+', "%20")),
    ("escapes in lower case", lower),
    ("packed", |url| {
        let (address, fragment) = url.split_once('#').unwrap();
        format!("{address}#{}", pack(fragment).unwrap())
    }),
];

fn lower(url: &str) -> String {
    let mut out = String::new();
    let mut parts = url.split('%');
    out.push_str(parts.next().unwrap());
    for part in parts {
        let (code, rest) = part.split_at(2);
        out.push_str(&format!("%{}{rest}", code.to_lowercase()));
    }
    out
}

/// Escapes of other scripts decoded; those of signs stay.
fn percent_decoded(url: &str) -> Vec<u8> {
    let (bytes, mut out, mut at) = (url.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| u8::from_str_radix(&url[at + 1..at + 3], 16).unwrap());
        match code.filter(|code| *code >= 0x80) {
            Some(code) => {
                out.push(code);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

/// What wraps it.
const OF_ADDRESS: &[Mangling] = &[
    ("nothing", |url| url.to_owned()),
    ("Outlook", |url| {
        format!(
            "https://eur01.safelinks.protection.outlook.com/?url={}&data=05%7C02%7Ca%40b.org%7C0&sdata=x%2Fy%3D&reserved=0",
            percent(url)
        )
    }),
    ("Google", |url| format!("https://www.google.com/url?q={}&sa=D&source=docs&ust=1&usg=AOvVaw", percent(url))),
    ("Facebook", |url| format!("https://l.facebook.com/l.php?u={}&h=AT0x&s=1", percent(url))),
    ("WeChat", |url| {
        format!(
            "https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?main_type=2&evil_type=0&source=2&url={}&exportkey=n",
            percent(url)
        )
    }),
    ("Proofpoint 2", |url| {
        format!(
            "https://urldefense.proofpoint.com/v2/url?u={}&d=DwMFaQ&c=x&r=y",
            percent(url).replace('-', "-2D").replace('_', "-5F").replace("%2F", "_").replace('%', "-")
        )
    }),
    ("twice", |url| format!("https://a.org/r?to={}", percent(&percent(url)))),
    ("% escaped again", |url| url.replace('%', "%25")),
    ("&amp;", |url| url.replace('&', "&amp;")),
    ("&amp;amp;", |url| url.replace('&', "&amp;amp;")),
    ("&#38;", |url| url.replace('&', "&#38;").replace('=', "&#61;")),
    ("\\u0026", |url| url.replace('&', "\\u0026").replace('=', "\\u003d")),
    ("\\&", |url| url.replace('&', "\\&").replace('_', "\\_")),
    ("full width", |url| url.replace('#', "＃").replace('&', "＆").replace('=', "＝")),
    ("zero width", |url| chunks(url, 11).join("\u{200b}")),
    ("soft hyphens", |url| chunks(url, 23).join("\u{ad}")),
];

/// What stands around it.
const OF_TEXT: &[Mangling] = &[
    ("nothing", |link| link.to_owned()),
    ("a sentence", |link| format!("Please look at {link} and tell me what you think.")),
    ("a full stop", |link| format!("See {link}.")),
    ("brackets", |link| format!("(see <{link}>)")),
    ("Markdown", |link| format!("[the comparison]({link})")),
    ("Chinese without blanks", |link| format!("第一组：{link}，谢谢。请查看")),
    ("Chinese quotes", |link| format!("请打开“{link}”查看")),
    ("Chinese brackets", |link| format!("方案（{link}）")),
    ("a mark of the encoding", |link| format!("\u{feff}{link}\u{200e}")),
    ("lines around it", |link| format!("Dear all,\n\n{link}\n\nBest, Anna\n")),
];

/// What mail does to the text.
const OF_MAIL: &[Mangling] = &[
    ("nothing", |text| text.to_owned()),
    ("quoted-printable", quoted_printable),
    ("soft breaks alone", |text| chunks(text, 74).join("=\n")),
    ("lines of 60", |text| chunks(text, 60).join("\r\n")),
    ("lines with indentation", |text| chunks(text, 66).join("\n    ")),
    ("quoted", |text| text.lines().map(|line| format!("> {line}\n")).collect()),
    ("quoted twice, in lines of 70", |text| chunks(text, 70).iter().map(|line| format!(">> {line}\n")).collect()),
];

#[test]
fn each_mangling_alone_is_undone() {
    for fragment in whole() {
        for (name, mangle) in OF_LINK.iter().chain(OF_ADDRESS).chain(OF_TEXT).chain(OF_MAIL) {
            let text = mangle(&format!("{HOST}#{fragment}"));
            if let Err(why) = same(&text, &fragment) {
                panic!("{name}: {why}");
            }
        }
    }
}

#[test]
fn the_third_wrapper_of_proofpoint_is_taken_off() {
    let link = "https://example.org/aftercast/#v=1&p=base.1&name=One+agent+for+3+000&cpa=3000&b.p=hybrid.1&b.name=Hybrid+AI&e=1.0.0&k=vgv026";
    // signs that it takes for unsafe become *, and stand in base 64 behind the address
    let text = format!("https://urldefense.com/v3/__{}__;IysrKysr!!Abc-123!x$", link.replace(['#', '+'], "*"));
    same(&text, link).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn manglings_on_top_of_each_other_are_undone(fragment in select(whole()), of_link in select(OF_LINK.to_vec()),
        of_address in select(OF_ADDRESS.to_vec()), of_text in select(OF_TEXT.to_vec()), of_mail in select(OF_MAIL.to_vec())) {
        let text = of_mail.1(&of_text.1(&of_address.1(&of_link.1(&format!("{HOST}#{fragment}")))));
        let names = [of_link.0, of_address.0, of_text.0, of_mail.0];
        prop_assert!(same(&text, &fragment).is_ok(), "{:?}: {}", names, same(&text, &fragment).unwrap_err());
    }

    #[test]
    fn a_cut_link_is_noticed_in_every_dress(fragment in select(whole()), of_address in select(OF_ADDRESS.to_vec()), of_mail in select(OF_MAIL.to_vec()), position in any::<prop::sample::Index>()) {
        let least = "v=1&p=base.1".len();
        // behind its checksum a link is whole
        let fragment = &fragment[..fragment.find("&k=").unwrap() + "&k=".len() + 6];
        let cut = &fragment[..least + position.index(fragment.len() - least)];
        let text = of_mail.1(&of_address.1(&format!("{HOST}#{cut}")));
        prop_assert!(!decode(&text).notices.is_empty(), "{}", text);
    }

    #[test]
    fn any_text_is_searched_for_links(text in "(\\PC|[v=1&#%\n>]){0,80}") {
        let mut from = 0;
        for range in find(&text) {
            prop_assert!(range.start >= from && range.end > range.start && range.end <= text.len());
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            from = range.end;
        }
    }

    #[test]
    fn any_text_is_packed_and_comes_back(name in ".{0,40}", other in "[a-zA-Z0-9 %&=+客服]{0,60}") {
        let mut document = decode("v=1&p=base.1&cpa=3000&b.ai=.5").document;
        document.draft.name = name;
        document.draft.policies[0].name = other;
        let fragment = encode(&document).fragment;
        let packed = pack(&fragment).unwrap();
        prop_assert!(packed.strip_prefix("z=").unwrap().bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
        let read = decode(&packed);
        prop_assert_eq!(&read.notices, &[]);
        prop_assert_eq!(encode(&read.document).fragment, fragment);
        // cut anywhere, it says so
        let cut = decode(&packed[..packed.len() * 2 / 3]);
        prop_assert!(!cut.notices.is_empty());
    }
}

#[test]
fn what_a_sender_wrote_behind_the_end_is_said_and_what_a_program_did_is_not() {
    let fragment = &whole()[0];
    let added = decode(&format!("{HOST}#{fragment}&cpa=4000"));
    assert_eq!(
        added.notices.iter().map(|n| (n.key.as_str(), n.kind)).collect::<Vec<_>>(),
        [("cpa", NoticeKind::Added)]
    );
    let appended = decode(&format!("{HOST}#{fragment}&data=05&sdata=1&reserved=0"));
    assert_eq!(appended.notices, []);
}

#[test]
fn a_link_in_the_name_of_a_damaged_one_is_not_opened_in_its_place() {
    let inner = &whole()[0];
    let mut document = decode("v=1&p=base.1&cpa=4000").document;
    document.draft.policies[0].name = format!("{HOST}#{inner}");
    let outer = encode(&document).fragment;
    assert!(decode(&outer).notices.is_empty());
    for text in [outer.replace("cpa=4000", "cpa=4001"), outer[..outer.len() - 8].to_owned()] {
        let read = decode(&text);
        assert!(!read.notices.is_empty() && read.document.draft.policies.len() == 1, "{text}: {read:?}");
        assert!(read.document.draft.policies[0].name.starts_with(HOST));
    }
}

#[test]
fn a_damaged_link_in_a_sentence_keeps_its_last_value() {
    for text in [
        "see https://x.org/#v=1&p=base.1&cpa=3000 what do you think?",
        "见 https://x.org/#v=1&p=base.1&cpa=3000，谢谢",
        "https://x.org/#v=3D1&p=3Dbase.1&cpa=3D30=\r\n00",
        "> https://x.org/#v=1&p=base.1&cpa=30\n> 00",
        "https://x.org/#v=1&amp;p=base.1&amp;cpa=3000",
        "https://x.org/%23v%3D1%26p%3Dbase.1%26cpa%3D3000",
    ] {
        let read = decode(text);
        assert_eq!(read.notices.iter().map(|n| n.kind).collect::<Vec<_>>(), [NoticeKind::Truncated], "{text}");
        let levers: Vec<f64> = read.document.draft.policies[0].levers.values().copied().collect();
        assert_eq!(levers, [3000.0], "{text}");
    }
}

#[test]
fn a_policy_behind_the_last_is_named() {
    let read = decode("v=1&p=base.1&cpa=3000&65.cpa=4000");
    assert!(
        read.notices.iter().any(|n| n.kind == NoticeKind::Beyond && n.to_string().contains("at most 64 policies")),
        "{:?}",
        read.notices
    );
    let ten: String = "bcdefghij".chars().map(|letter| format!("&{letter}.cpa=3000")).collect();
    assert_eq!(decode(&format!("v=1&p=base.1&cpa=3000{ten}")).document.draft.policies.len(), 10);
}

#[test]
fn a_long_text_without_a_link_does_not_hold_up() {
    // reading takes time in proportion to the text: in proportion to its square, four times the text took sixteen times as long
    let seconds = |lines: usize| {
        let start = std::time::Instant::now();
        assert_eq!(decode(&"&amp;a=3D%25 > \\u0026=\n".repeat(lines)).understood, 0);
        assert!(!decode(&format!("v=1&name={}", "&amp;x%25=3D\n> ".repeat(lines))).notices.is_empty());
        start.elapsed().as_secs_f64()
    };
    let short = seconds(1_000);
    let long = seconds(4_000);
    assert!(long < 8.0 * short, "{short} s, {long} s");
}
