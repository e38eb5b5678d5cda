"""Clean texts of our own, of kinds that the corpus has little of: a repair should leave them as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from vnfix.training.corpus import Genre
from vnfix.training.held_out import CleanDocument, Size

FOLDER = Path(__file__).parent / "clean"
PREFIX = "own "

FAMILY_NAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Trịnh Đoàn Lâm "
    "Tạ Thái Quách Lương Châu Tôn Nông Vi Lò Giàng Quàng Hà Kiều Triệu Mạc Khổng Doãn Chử Ma Sầm"
)
MIDDLE_NAMES = (
    "Thị Văn Hữu Đức Ngọc Thanh Minh Quốc Xuân Thu Bích Kim Hoài Gia Nhật Tuyết Mỹ Bá Công Thế Diệu"
)
GIVEN_NAMES = (
    "An Ánh Bảo Bình Châu Chi Cúc Cường Diễm Dung Duy Đạt Đào Giang Hạnh Hảo Hiếu Hoà Hòa Huệ Huyền Khoa Kiên "
    "Lan Lĩnh Loan Lợi Luận Mẫn Nga Ngân Nghĩa Nhàn Nhung Oanh Phúc Phượng Quỳnh Quý Sương Tạo Thảo Thoa Thuỵ "
    "Thùy Thuý Tín Toàn Trâm Trí Trúc Tuệ Tường Uyên Vân Việt Vỹ Xoan Xuyến Yến Ý"
)
PLACES = (
    "Bắc Kạn|Cư M'gar|Krông Búk|Ea H'leo|Đắk Lắk|Mường Tè|Sìn Hồ|Điện Bàn|Bến Lức|Tịnh Biên|Kỳ Anh|Nho Quan|"
    "Thuỷ Nguyên|Hàm Thuận Nam|Chư Păh|Ia Grai|Đầm Dơi|Lộc Ninh|Tuy Phước|Vị Xuyên|Hương Thuỷ|Ô Môn"
)
ROLES = "Trưởng ban|Phó ban|Uỷ viên|Thư ký|Kế toán|Thủ quỹ|Giám sát"
NAMES_IN_LIST = 300


def read_own_texts(folder: Path = FOLDER) -> Iterator[CleanDocument]:
    """Yield the texts of `folder` and a list of names."""
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        yield CleanDocument(PREFIX + path.stem, Genre.MIXED, Size.SHORT, text)
    yield CleanDocument(PREFIX + "names", Genre.MIXED, Size.LONG, make_name_list(Random("names")))


def is_own(document: CleanDocument) -> bool:
    """Tell whether a document is one of these and not of the corpus."""
    return document.name.startswith(PREFIX)


def make_name_list(random: Random) -> str:
    r"""Make a numbered list of people, a third of it in capitals.

    >>> make_name_list(Random(1)).count("\n")
    300
    """
    names = [names.split() for names in (FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES)]
    lines = []
    for number in range(1, NAMES_IN_LIST + 1):
        name = " ".join(random.choice(part) for part in names)
        name = name.upper() if number % 3 == 0 else name
        role, place = random.choice(ROLES.split("|")), random.choice(PLACES.split("|"))
        lines.append(f"{number}. {name}, {role}, {random.randint(1950, 2004)}, {place}\n")
    return "".join(lines)
