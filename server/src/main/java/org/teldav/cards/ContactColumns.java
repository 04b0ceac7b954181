package org.teldav.cards;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.teldav.vcard.CardDraft;

/** Which column of a table of contacts is what, by its heading: as Google, Outlook and people write them, in English or Chinese. Immutable. */
final class ContactColumns {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MANY = Pattern.compile("\\s*:::\\s*");

    private enum Field {
        NAME("name|full name|display name|姓名|名称|联系人"),
        GIVEN("first name|given name|名|名字"),
        MIDDLE("middle name|additional name"),
        FAMILY("last name|family name|surname|姓|姓氏"),
        EMAIL("e-?mail( \\d+ - value| \\d* ?address| \\d+)?|邮箱|电子邮件|邮件"),
        CELL("mobile( phone| number)?|cell( phone)?|手机|手机号|手机号码"),
        HOME("home phone( \\d)?|家庭电话|住宅电话"),
        WORK("(business|work|company main) phone( \\d)?|工作电话|办公电话"),
        PHONE("(other |primary )?(phone|telephone|tel)( number)?( \\d+)?( - value)?|number|电话|号码|电话号码"),
        FAX("((home|business|work|other) )?fax( number)?|传真"),
        COMPANY("company|organi[sz]ation( name)?|organi[sz]ation \\d+ - name|公司|单位"),
        DEPARTMENT("(organi[sz]ation( \\d+ -)? )?department|部门"),
        TITLE("(job )?title|organi[sz]ation( \\d+ -)? title|职务|职位"),
        PREFIX("(name )?prefix|称谓"),
        SUFFIX("(name )?suffix"),
        NICKNAME("nick ?name|昵称"),
        BIRTHDAY("birthday|birth ?date|date of birth|生日|出生日期"),
        WEBSITE("(personal )?web ?(page|site)|website \\d+ - value|url|网站|网址"),
        NOTE("notes?|备注");

        private final Pattern heading;

        Field(String heading) {
            this.heading = Pattern.compile(heading);
        }
    }

    /** A column of an address. @param of which one, as its headings say @param part of ADR, by its place (RFC 2426 §3.2.1) */
    private record AddressPart(String of, int part) {
        private static final Pattern HEADING = Pattern.compile(
                "(home|business|work|other|address \\d+ -) (po box|extended address"
                        + "|(?:address )?street(?: [23])?|city|state|region|postal code|zip(?: code)?|country(?:/region)?)");
        private static final List<Pattern> PARTS = Stream.of(
                        "po box",
                        "extended address",
                        ".*street.*",
                        "city",
                        "state|region",
                        "postal code|zip.*",
                        "country.*")
                .map(Pattern::compile)
                .toList();

        static Optional<AddressPart> of(String heading) {
            Matcher matcher = HEADING.matcher(heading);
            return matcher.matches()
                    ? IntStream.range(0, PARTS.size())
                            .filter(i -> PARTS.get(i).matcher(matcher.group(2)).matches())
                            .mapToObj(i -> new AddressPart(matcher.group(1), i))
                            .findFirst()
                    : Optional.empty();
        }

        /** @param label what a column beside it says */
        String type(String label) {
            return switch (of) {
                case "home" -> "HOME";
                case "business", "work" -> "WORK";
                default -> label;
            };
        }
    }

    private final List<String> headings;
    private final List<Optional<Field>> fields;
    private final List<Optional<AddressPart>> addresses;
    private final ColumnLabels labels;

    private ContactColumns(List<String> headings) {
        this.headings = headings;
        List<String> plain = headings.stream()
                .map(heading -> heading.strip().toLowerCase(Locale.ROOT))
                .toList();
        this.addresses = plain.stream().map(AddressPart::of).toList();
        this.labels = new ColumnLabels(plain);
        // Outlook's Title is what stands before a name, beside a Job Title.
        boolean job = plain.contains("job title");
        this.fields = plain.stream()
                .map(heading -> job && heading.equals("title") ? Optional.of(Field.PREFIX) : field(heading))
                .toList();
    }

    /** Empty where no column says whose contact it is. */
    static Optional<ContactColumns> of(List<String> headings) {
        ContactColumns columns = new ContactColumns(headings);
        boolean named = columns.fields.stream()
                .flatMap(Optional::stream)
                .anyMatch(field -> field == Field.NAME || field == Field.GIVEN || field == Field.FAMILY);
        return named ? Optional.of(columns) : Optional.empty();
    }

    private static Optional<Field> field(String plain) {
        return Stream.of(Field.values())
                .filter(field -> field.heading.matcher(plain).matches())
                .findFirst();
    }

    /** The headings of cells with something in them that {@link #card} leaves out. */
    List<String> leftOut(List<String> cells) {
        return IntStream.range(0, Math.min(cells.size(), headings.size()))
                .filter(i -> fields.get(i).isEmpty() && addresses.get(i).isEmpty())
                .filter(i -> !cells.get(i).isBlank() && !headings.get(i).isBlank())
                .filter(i -> !labels.isSaid(cells, i))
                .mapToObj(i -> headings.get(i).strip())
                .toList();
    }

    /** The row as a card without a UID; of a row without a name the company, number or e-mail is the name. */
    byte[] card(List<String> cells) {
        String family = first(cells, Field.FAMILY);
        String given = first(cells, Field.GIVEN);
        String middle = first(cells, Field.MIDDLE);
        CardDraft card = new CardDraft().line("FN", name(cells, given, middle, family));
        card.line("N", family, given, middle, first(cells, Field.PREFIX), first(cells, Field.SUFFIX));
        all(cells, Field.NICKNAME).forEach(nickname -> card.line("NICKNAME", nickname));
        all(cells, Field.CELL).forEach(tel -> card.line("TEL;TYPE=CELL", tel));
        all(cells, Field.HOME).forEach(tel -> card.line("TEL;TYPE=HOME", tel));
        all(cells, Field.WORK).forEach(tel -> card.line("TEL;TYPE=WORK", tel));
        each(cells, Field.PHONE, (type, tel) -> card.line("TEL" + typed(";TYPE=", type), tel));
        all(cells, Field.FAX).forEach(tel -> card.line("TEL;TYPE=FAX", tel));
        each(cells, Field.EMAIL, (type, email) -> card.line("EMAIL;TYPE=INTERNET" + typed(",", type), email));
        organization(cells).ifPresent(parts -> card.line("ORG", parts));
        all(cells, Field.COMPANY).stream().skip(1).forEach(company -> card.line("ORG", company));
        all(cells, Field.TITLE).forEach(title -> card.line("TITLE", title));
        addresses(cells).forEach(address -> card.line("ADR" + typed(";TYPE=", address.type()), address.parts()));
        all(cells, Field.WEBSITE).forEach(url -> card.line("URL", url));
        all(cells, Field.BIRTHDAY).stream()
                .filter(birthday -> !birthday.matches("[0/. ]+"))
                .forEach(birthday -> {
                    if (DATE.matcher(birthday).matches()) {
                        card.line("BDAY", birthday);
                    } else {
                        // Which of two numbers is the month, only its writer knows.
                        card.line("NOTE", "Birthday: " + birthday);
                    }
                });
        all(cells, Field.NOTE).forEach(note -> card.line("NOTE", note));
        return card.bytes();
    }

    /** The first company and its departments (RFC 2426 §3.5.5); empty where there is neither. */
    private Optional<String[]> organization(List<String> cells) {
        List<String> parts = new ArrayList<>(List.of(first(cells, Field.COMPANY)));
        parts.addAll(all(cells, Field.DEPARTMENT));
        return parts.equals(List.of("")) ? Optional.empty() : Optional.of(parts.toArray(String[]::new));
    }

    private static String typed(String before, String type) {
        return type.isEmpty() ? "" : before + type;
    }

    /** @param parts as ADR has them */
    private record Address(String type, String[] parts) {}

    /** Each address that has any part. */
    private Collection<Address> addresses(List<String> cells) {
        Map<String, Address> found = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(cells.size(), addresses.size()); i++) {
            String cell = cells.get(i).strip();
            if (addresses.get(i).isPresent() && !cell.isEmpty()) {
                AddressPart column = addresses.get(i).get();
                String type = column.type(labels.type(cells, i));
                String[] parts = found.computeIfAbsent(
                                column.of(), of -> new Address(type, new String[] {"", "", "", "", "", "", ""}))
                        .parts();
                parts[column.part()] += (parts[column.part()].isEmpty() ? "" : "\n") + cell;
            }
        }
        return found.values();
    }

    private String name(List<String> cells, String given, String middle, String family) {
        String spoken = String.join(
                " ",
                Stream.of(given, middle, family).filter(part -> !part.isEmpty()).toList());
        return Stream.of(
                        first(cells, Field.NAME),
                        spoken,
                        first(cells, Field.COMPANY),
                        first(cells, Field.EMAIL),
                        first(cells, Field.CELL),
                        first(cells, Field.HOME),
                        first(cells, Field.WORK),
                        first(cells, Field.PHONE))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String first(List<String> cells, Field field) {
        return all(cells, field).stream().findFirst().orElse("");
    }

    private List<String> all(List<String> cells, Field field) {
        List<String> all = new ArrayList<>();
        each(cells, field, (type, value) -> all.add(value));
        return all;
    }

    /** @param use of each value's type, which may be empty, and the value */
    private void each(List<String> cells, Field field, BiConsumer<String, String> use) {
        for (int i = 0; i < Math.min(cells.size(), fields.size()); i++) {
            if (fields.get(i).filter(field::equals).isPresent()) {
                String type = labels.type(cells, i);
                // Google puts several numbers of one kind into one cell.
                MANY.splitAsStream(cells.get(i).strip())
                        .filter(value -> !value.isEmpty())
                        .forEach(value -> use.accept(type, value));
            }
        }
    }
}
