"""A page of our own, the same misread as an engine does that takes words for words, and a list of names."""

from __future__ import annotations

CLEAN_PAGE = """\
Sáng thứ bảy tuần trước, thư viện huyện khai trương phòng đọc mới dành cho thiếu nhi. Căn phòng rộng hơn một
trăm mét vuông, có cửa sổ lớn nhìn ra vườn cây và những dãy kệ thấp vừa tầm tay các em. Theo bà giám đốc thư
viện, kinh phí sửa chữa do ngân sách huyện cấp một nửa, phần còn lại do các doanh nghiệp và người dân đóng góp.
Trước đây phòng đọc cũ nằm ở tầng hai, cầu thang dốc, mùa mưa thường bị dột nên rất ít em đến mượn sách.
Để chuẩn bị cho ngày khai trương, cán bộ thư viện đã phân loại lại toàn bộ số sách hiện có, thay bìa những cuốn
đã hỏng và bổ sung gần hai nghìn đầu sách mới. Sách được chia theo độ tuổi, mỗi nhóm có một màu riêng dán ở gáy
để các em dễ tìm. Ngoài sách in, phòng đọc còn có sáu máy tính nối mạng, một góc kể chuyện và một bàn dài để các
em làm bài tập sau giờ học. Mỗi chiều thứ tư, các cô giáo về hưu trong khu phố thay nhau đến đọc truyện cho trẻ
nhỏ. Thủ tục làm thẻ rất đơn giản: phụ huynh chỉ cần điền vào một tờ khai và nộp một tấm ảnh của con. Thẻ có giá
trị trong hai năm và không thu tiền. Mỗi lần các em được mượn ba cuốn, thời hạn hai tuần, nếu cần có thể gia hạn
thêm một lần. Em nào làm mất sách thì đền một cuốn khác có nội dung tương tự. Trong tuần đầu tiên đã có hơn bốn
trăm lượt em đến đọc, nhiều nhất là vào buổi chiều. Một phụ huynh cho biết, từ khi có phòng đọc, con trai chị bớt
xem điện thoại và tối nào cũng đòi kể lại câu chuyện vừa đọc. Thầy hiệu trưởng trường tiểu học gần đó nói rằng
nhà trường sẽ phối hợp với thư viện tổ chức một tiết đọc mỗi tuần cho học sinh các khối lớp. Tuy vậy, vẫn còn một
số việc phải làm tiếp. Lối vào dành cho xe lăn chưa xong, hệ thống quạt chưa đủ mát vào những ngày nắng nóng, và
số sách tiếng nước ngoài còn quá ít. Ban giám đốc dự kiến đến cuối năm sẽ hoàn thành các hạng mục này, đồng thời
mở thêm hai điểm đọc ở những xã xa trung tâm. Ủy ban nhân dân huyện đã đồng ý về chủ trương và giao phòng tài
chính lập dự toán. Người dân có thể gửi sách cũ còn tốt đến thư viện trong giờ hành chính; cán bộ sẽ kiểm tra,
ghi tên người tặng và chuyển đến các điểm đọc trước khi năm học mới bắt đầu. Nhiều gia đình đã mang đến những bộ
truyện mà con cái họ từng đọc, kèm theo lời nhắn gửi các em nhỏ giữ gìn sách cho người đọc sau. Cuối buổi lễ, các
em cùng nhau trồng một cây bàng trước cửa phòng đọc và hẹn sẽ thay nhau tưới nước cho cây mỗi tuần. Bà giám đốc
nói thêm rằng thư viện đang cần người giúp việc vào hai ngày cuối tuần, nhất là các bạn sinh viên biết sử dụng máy
tính và yêu trẻ nhỏ. Ai muốn tham gia thì ghi tên ở bàn mượn sách hoặc gọi điện đến văn phòng. Công việc không
khó: xếp sách lên kệ, hướng dẫn các em tìm sách, đọc truyện và giữ trật tự trong phòng. Đổi lại, người giúp việc
được mượn sách không hạn chế và được mời dự các buổi gặp gỡ với nhà văn mà thư viện tổ chức mỗi quý một lần.
"""

WRONG_WORDS = (
    ("dành cho thiếu", "đành cho thiếu"),
    ("trăm mét vuông", "trăm mét vuồng"),
    ("kinh phí sửa", "kính phí sửa"),
    ("người dân đóng", "người dần đóng"),
    ("cầu thang dốc", "câu thang dốc"),
    ("đến mượn sách", "đến mướn sách"),
    ("Để chuẩn bị", "Đế chuẩn bị"),
    ("cán bộ thư viện đã", "cán bộ thư viện đá"),
    ("bổ sung gần", "bố sung gần"),
    ("độ tuổi, mỗi", "độ tuổi, mối"),
    ("để các em dễ", "đế các em dễ"),
    ("kể chuyện và một", "kể chuyên và một"),
    ("chỉ cần điền", "chí cần điền"),
    ("thời hạn hai", "thời hạn hái"),
    ("nội dung tương", "nội đung tương"),
    ("cho biết, từ", "cho biết, tứ"),
    ("kể lại câu", "kế lại câu"),
    ("phối hợp với", "phối hợp vời"),
    ("hệ thống quạt", "hệ thông quạt"),
    ("dự kiến đến", "dự kiên đến"),
    ("sẽ kiểm tra", "sẽ kiếm tra"),
    ("giao phòng tài", "giao phòng tải"),
    ("giữ gìn sách", "giừ gìn sách"),
    ("trồng một cây", "trông một cây"),
)
"""Places of the page, right and misread."""

NAMES = "".join(
    f"{number}. {family} {middle} {given}\n"
    for number, (family, middle, given) in enumerate(
        (
            (family, middle, given)
            for family in ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Bùi", "Hồ", "Dương")
            for middle in ("Thị", "Văn", "Hữu", "Ngọc", "Minh")
            for given in ("An", "Bình", "Cúc", "Dũng", "Hạnh", "Khoa", "Lợi", "Phượng")
        ),
        1,
    )
)


def misread_page() -> str:
    """The page as an engine reads it that takes words for words; hardly one is no syllable afterwards."""
    page = CLEAN_PAGE.replace("\n", " \n")
    for right, wrong in WRONG_WORDS:
        page = page.replace(right, wrong)
    return page.replace(" \n", "\n")


READ_AS_ENGLISH = """\
Sang thi bay tuan tnvéc, thu vién huyén khai trudng phong doc moi danh cho thiéu nhi-
CAn phong réng hon mot tram meét vudng, c6 cita s6 1dn nhin-ra vudn cay va nhiing day ké
thap vita tam tay cdc em. Theo ba giam déc thy vién, kinh phi sta chita do ngan sach huyén
cap mét nita, phan con lai do cac doanh nghiép va ngudi dan dong gop. Trrdéc day phong doc
ci nam o tang hai, cdu thang déc, mba mua thudng bi dét nén rat it em dén muon sach. DE
chuan bi cho ngay khai trdng, can bé thy vién di phan loai Tai toan bé sé sach hién cd, thay
bia nhitng cuén da héng va bé sung gan hai nghin dau sach mdi. Sach durge chia theo dé tudi,
mdi mhém cé mot mau riéng dan @ gay dé cac em dé tim. Ngoai sach in, phong doc con co
sau may tinh ndi: mang, mdt gdc ké chuyén va mot ban dai dé cac em lam bai tp sau gid hoc.
Mai chiéu thi? ty; cdc cd gido vé huu trong khu pho thay nhau dén doc truyén cho te nho.
Tha tuc lam thé rat don gian: phy huynh chi cin din vao mot td khai va nép mét tm anh ctla
con. Thé c6. gia tri trong hai nam va khong the én. MGi Jan cdc ern ditec mun ba cuén, thot
han hai tuan, néu can cé thé gia ban thém mét Tan. Em nao lam mat sach thi dén mot cuén
khac c6 ndi dung twong ty, Trong tuan dan tién da co hon bén tram tut em dén doc, nhiéu
nhat {4 vao budi-chiéu. Mét phy huynh cho biét, tir khi cd phong doc, con trai chj bot xem
"""
"""The first lines of the page as Tesseract reads them when it is set to English."""

READ_AS_ENGLISH_RIGHT = """\
Sáng thứ bảy tuần trước, thư viện huyện khai trương phòng đọc mới dành cho thiếu nhi.
Căn phòng rộng hơn một trăm mét vuông, có cửa sổ lớn nhìn ra vườn cây và những dãy kệ
thấp vừa tầm tay các em. Theo bà giám đốc thư viện, kinh phí sửa chữa do ngân sách huyện
cấp một nửa, phần còn lại do các doanh nghiệp và người dân đóng góp. Trước đây phòng đọc
cũ nằm ở tầng hai, cầu thang dốc, mùa mưa thường bị dột nên rất ít em đến mượn sách. Để
chuẩn bị cho ngày khai trương, cán bộ thư viện đã phân loại lại toàn bộ số sách hiện có, thay
bìa những cuốn đã hỏng và bổ sung gần hai nghìn đầu sách mới. Sách được chia theo độ tuổi,
mỗi nhóm có một màu riêng dán ở gáy để các em dễ tìm. Ngoài sách in, phòng đọc còn có
sáu máy tính nối mạng, một góc kể chuyện và một bàn dài để các em làm bài tập sau giờ học.
Mỗi chiều thứ tư, các cô giáo về hưu trong khu phố thay nhau đến đọc truyện cho trẻ nhỏ.
Thủ tục làm thẻ rất đơn giản: phụ huynh chỉ cần điền vào một tờ khai và nộp một tấm ảnh của
con. Thẻ có giá trị trong hai năm và không thu tiền. Mỗi lần các em được mượn ba cuốn, thời
hạn hai tuần, nếu cần có thể gia hạn thêm một lần. Em nào làm mất sách thì đền một cuốn
khác có nội dung tương tự. Trong tuần đầu tiên đã có hơn bốn trăm lượt em đến đọc, nhiều
nhất là vào buổi chiều. Một phụ huynh cho biết, từ khi có phòng đọc, con trai chị bớt xem
"""
"""The same lines as they are printed."""
