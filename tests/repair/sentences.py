"""Sentences to damage, and a small damager: the properties of a repair hold for any of its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

SENTENCES = (
    "Các cơ quan, đơn vị trực thuộc chịu trách nhiệm thực hiện kế hoạch này.",
    "Buổi sáng, người dân trong làng dậy sớm ra đồng.",
    "Nước sông dâng cao, đường vào bản bị ngập nhiều đoạn.",
    "Chị ấy mở cửa hàng bán hoa ở gần chợ.",
    "Căn cứ Nghị định số 34/2016/NĐ-CP, sở hướng dẫn như sau:",
    "a) Hồ sơ gồm đơn đăng ký và 02 ảnh 3x4;",
    "b) Thời hạn giải quyết: 05 ngày làm việc.",
    "Năm 2019, sản lượng lúa đạt 1.250.000 tấn, tăng 3,5%.",
    "- Ờ, để mai tôi hỏi lại ông chủ xem thế nào.",
    "BÁO CÁO TỔNG KẾT CÔNG TÁC NĂM HỌC",
    "Những đứa trẻ đuổi nhau quanh gốc đa, cười ầm ĩ.",
    "Phần mềm được cài đặt trên máy chủ, truy cập qua https://vidu.example.vn/dang-nhap.",
    "Thịt rửa sạch, để ráo nước rồi ướp gia vị nửa giờ.",
    "Ông Nguyễn Đức Bình, Chủ tịch UBND huyện, phát biểu kết luận.",
    "Thuở nhỏ, tôi thường theo mẹ lên rẫy hái đậu.",
    "Học sinh lớp 5 được nghỉ từ 15/6 đến hết tháng tám.",
    "Cuộc sống ở đây bình lặng, thỉnh thoảng mới có khách lạ ghé qua.",
    "Bộ trưởng yêu cầu các địa phương khẩn trương khắc phục hậu quả.",
    "Trăng lên đỉnh núi, gió lùa kẽ lá, đêm đã khuya lắm rồi.",
    "Giá xăng giảm, cước vận tải vẫn giữ nguyên.",
)
"""Correct Vietnamese of several genres."""

GLYPHS = "ơưđạảấầậếềểệịốồộớờởợủứừửữựỹăễẫĐỆ cgt03"
"""Letters, capitals, a blank and digits that a font may lose."""

WAYS: dict[str, Callable[[str], str]] = {
    "blank": lambda _: " ",
    "nothing": lambda _: "",
    "replacement character": lambda _: "\ufffd",
    "glyph number": lambda glyph: f"(cid:{ord(glyph) % 997})",
    "private use": lambda glyph: chr(0xE000 + ord(glyph) % 997),
    "sign": lambda glyph: "%&*+<>~^"[ord(glyph) % 8],
}
"""What stands in the place of a lost glyph."""


def lose_glyphs(text: str, glyphs: Iterable[str], way: str) -> str:
    """`text` without `glyphs`, with the traces of `way` in their places."""
    lost = frozenset(glyphs)
    return "".join(WAYS[way](character) if character in lost else character for character in text)
